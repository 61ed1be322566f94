package dev.portcullis.core.http;

/// What every protocol demands of fields, so that no two of them can differ.
///
/// *Reads* names, values and the [Fields] made of them. *Passes on* nothing. *Refuses with* the framing refusals of
/// [Refusal].
public final class FieldRules {

    private static final byte[] CONTINUE = Octets.of("100-continue");

    private FieldRules() {}

    public static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /// No control byte but the tab (RFC 9110 §5.5); white space around the value is the caller's affair.
    ///
    /// @throws BadMessage [Refusal#FIELD_VALUE]
    public static void checkValue(byte[] octets, int from, int to) throws BadMessage {
        for (int i = from; i < to; i++) {
            int octet = octets[i];
            // Bytes from 0x80 on are obs-text and pass; as signed bytes they are negative.
            if ((octet >= 0 && octet < 0x20 && octet != '\t') || octet == 0x7F) {
                throw new BadMessage(Refusal.FIELD_VALUE);
            }
        }
    }

    /// `Content_Length` and `X_Forwarded_For` become the real thing in a CGI-like upstream.
    ///
    /// @throws BadMessage [Refusal#FIELD_UNDERSCORE] if the name, which holds an underscore, is such a spelling
    public static void checkUnderscores(byte[] octets, int from, int to) throws BadMessage {
        byte[] dashed = new byte[to - from];
        for (int i = from; i < to; i++) {
            dashed[i - from] = octets[i] == '_' ? (byte) '-' : octets[i];
        }
        boolean passesForAnother =
                switch (FieldName.of(dashed, 0, dashed.length).role()) {
                    case FRAMING, HOP_BY_HOP, FORWARDING -> true;
                    case PLAIN -> false;
                };
        if (passesForAnother) {
            throw new BadMessage(Refusal.FIELD_UNDERSCORE);
        }
    }

    /// The value of the Content-Length field; -1 if there is none.
    ///
    /// @throws BadMessage [Refusal#CONTENT_LENGTH] unless it is exactly one plain decimal (RFC 9112 §6.3)
    public static long contentLength(Fields fields) throws BadMessage {
        int field = fields.indexOf(FieldName.CONTENT_LENGTH);
        if (field < 0) {
            return -1;
        }
        long length = Decimal.parse(fields.octets(), fields.valueFrom(field), fields.valueTo(field));
        if (length < 0 || fields.indexOf(FieldName.CONTENT_LENGTH, field + 1) >= 0) {
            throw new BadMessage(Refusal.CONTENT_LENGTH);
        }
        return length;
    }

    /// At most one Expect, and that 100-continue (RFC 9110 §10.1.1).
    ///
    /// @throws BadMessage [Refusal#EXPECTATION]
    public static void checkExpectation(Fields fields) throws BadMessage {
        int field = fields.indexOf(FieldName.EXPECT);
        if (field < 0) {
            return;
        }
        boolean known =
                Octets.equalsIgnoreCase(fields.octets(), fields.valueFrom(field), fields.valueTo(field), CONTINUE);
        if (!known || fields.indexOf(FieldName.EXPECT, field + 1) >= 0) {
            throw new BadMessage(Refusal.EXPECTATION);
        }
    }
}
