package dev.portcullis.core.http;

/// One field line to one entry of [Fields] (RFC 9112 §5), refusing whatever two parsers might read differently.
final class FieldParser {

    private FieldParser() {}

    /// Indexes the lines from `firstLine` on, into the reader's own [Fields].
    static Fields parse(HeadReader head, int firstLine) throws BadMessage {
        Fields fields = head.fields();
        fields.reset(head.octets());
        for (int line = firstLine; line < head.lines(); line++) {
            parseLine(fields, head.octets(), head.lineFrom(line), head.lineEnd(line));
        }
        return fields;
    }

    private static void parseLine(Fields fields, byte[] octets, int from, int to) throws BadMessage {
        if (octets[from] == ' ' || octets[from] == '\t') {
            throw new BadMessage(Refusal.FOLDED_FIELD);
        }
        int colon = from;
        boolean underscore = false;
        while (colon < to && octets[colon] != ':') {
            if (!Octets.isToken(octets[colon])) {
                throw new BadMessage(Refusal.FIELD_NAME);
            }
            underscore |= octets[colon] == '_';
            colon++;
        }
        if (colon == from || colon == to) {
            throw new BadMessage(Refusal.FIELD_NAME);
        }
        if (underscore && passesForAnother(octets, from, colon)) {
            throw new BadMessage(Refusal.FIELD_UNDERSCORE);
        }
        int valueFrom = colon + 1;
        int valueTo = to;
        while (valueFrom < valueTo && isBlank(octets[valueFrom])) {
            valueFrom++;
        }
        while (valueTo > valueFrom && isBlank(octets[valueTo - 1])) {
            valueTo--;
        }
        checkValue(octets, valueFrom, valueTo);
        fields.add(FieldName.of(octets, from, colon), from, colon, valueFrom, valueTo);
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static void checkValue(byte[] octets, int from, int to) throws BadMessage {
        for (int i = from; i < to; i++) {
            int octet = octets[i];
            // Bytes from 0x80 on are obs-text and pass; as signed bytes they are negative.
            if ((octet >= 0 && octet < 0x20 && octet != '\t') || octet == 0x7F) {
                throw new BadMessage(Refusal.FIELD_VALUE);
            }
        }
    }

    /// `Content_Length` and `X_Forwarded_For` become the real thing in a CGI-like upstream.
    private static boolean passesForAnother(byte[] octets, int from, int to) {
        byte[] dashed = new byte[to - from];
        for (int i = from; i < to; i++) {
            dashed[i - from] = octets[i] == '_' ? (byte) '-' : octets[i];
        }
        return switch (FieldName.of(dashed, 0, dashed.length).role()) {
            case FRAMING, HOP_BY_HOP, FORWARDING -> true;
            case PLAIN -> false;
        };
    }
}
