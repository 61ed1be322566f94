package dev.portcullis.core.http;

import static dev.portcullis.core.http.RequestHead.Body;
import static dev.portcullis.core.http.RequestHead.Upgrade;

import java.util.Locale;

/// The lines of a request's head to a [RequestHead] (RFC 9112 §3, §6), refusing everything ambiguous.
///
/// *Reads* the lines of a [HeadReader]. *Passes on* a [RequestHead]. *Refuses with* the framing refusals of
/// [Refusal].
final class RequestParser {

    private static final String[] METHODS = {"GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"};
    private static final String CONNECT = "CONNECT";
    private static final byte[] HTTP_1_1 = Octets.of("HTTP/1.1");
    private static final byte[] HTTP_1_0 = Octets.of("HTTP/1.0");
    private static final byte[] SCHEME = Octets.of("https://");
    private static final byte[] CHUNKED = Octets.of("chunked");
    private static final byte[] CLOSE = Octets.of("close");
    private static final byte[] KEEP_ALIVE = Octets.of("keep-alive");
    private static final byte[] UPGRADE = Octets.of("upgrade");
    private static final byte[] WEBSOCKET = Octets.of("websocket");
    private static final byte[] CONTINUE = Octets.of("100-continue");
    private static final int LONGEST_METHOD = 24;
    private static final int LONGEST_CONNECTION = 1024;

    private RequestParser() {}

    static RequestHead parse(HeadReader head) throws BadMessage {
        byte[] octets = head.octets();
        int end = head.lineEnd(0);
        int methodEnd = methodEnd(octets, end);
        int targetFrom = methodEnd + 1;
        int targetTo = end - HTTP_1_1.length - 1;
        int minor = version(octets, targetTo + 1, end);
        if (targetTo <= targetFrom || octets[targetTo] != ' ' || !isVisible(octets, targetFrom, targetTo)) {
            throw new BadMessage(Refusal.REQUEST_LINE);
        }
        if (isConnect(octets, methodEnd)) {
            throw new BadMessage(Refusal.TARGET_FORM);
        }
        Fields fields = FieldParser.parse(head, 1);
        String authority = authority(fields);
        targetFrom = originForm(octets, targetFrom, targetTo, authority);
        Body body = body(fields, minor);
        checkConnection(fields);
        boolean asksUpgrade = minor == 1 && fields.hasToken(FieldName.CONNECTION, UPGRADE);
        checkExpectation(fields);
        return new RequestHead(
                method(octets, methodEnd),
                targetFrom,
                targetTo,
                minor,
                HostField.host(authority),
                authority,
                fields,
                body,
                body == Body.LENGTH ? contentLength(fields) : 0,
                keepAlive(fields, minor),
                asksUpgrade && fields.hasToken(FieldName.UPGRADE, WEBSOCKET) ? Upgrade.WEBSOCKET : Upgrade.NONE);
    }

    private static int methodEnd(byte[] octets, int end) throws BadMessage {
        int at = 0;
        while (at < end && octets[at] != ' ') {
            byte octet = octets[at++];
            if ((octet < 'A' || octet > 'Z') && octet != '-') {
                throw new BadMessage(Refusal.METHOD);
            }
        }
        if (at == 0 || at > LONGEST_METHOD || at == end) {
            throw new BadMessage(Refusal.REQUEST_LINE);
        }
        return at;
    }

    private static String method(byte[] octets, int end) {
        for (String known : METHODS) {
            if (known.length() == end && matches(octets, known)) {
                return known;
            }
        }
        return Octets.string(octets, 0, end);
    }

    /// An answer to CONNECT has no body and turns the connection into a tunnel (RFC 9110 §9.3.6): relayed, it
    /// would leave a connection in the pool that the upstream no longer reads as HTTP.
    private static boolean isConnect(byte[] octets, int end) {
        return end == CONNECT.length() && matches(octets, CONNECT);
    }

    private static boolean matches(byte[] octets, String known) {
        for (int i = 0; i < known.length(); i++) {
            if (octets[i] != known.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int version(byte[] octets, int from, int to) throws BadMessage {
        if (from < 0) {
            throw new BadMessage(Refusal.REQUEST_LINE);
        }
        if (Octets.equals(octets, from, to, HTTP_1_1)) {
            return 1;
        }
        if (Octets.equals(octets, from, to, HTTP_1_0)) {
            return 0;
        }
        throw new BadMessage(Refusal.VERSION);
    }

    /// No space and no control byte: lenient parsers split the line at some of them.
    private static boolean isVisible(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if ((octets[i] >= 0 && octets[i] <= ' ') || octets[i] == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static String authority(Fields fields) throws BadMessage {
        int host = fields.indexOf(FieldName.HOST);
        if (host < 0 || fields.indexOf(FieldName.HOST, host + 1) >= 0) {
            throw new BadMessage(Refusal.HOST);
        }
        String authority = fields.value(host);
        if (!HostField.isValid(authority)) {
            throw new BadMessage(Refusal.HOST);
        }
        return authority;
    }

    /// Absolute-form must be accepted (RFC 9112 §3.2.2), but only for the host that the Host field names.
    ///
    /// @return where the origin-form begins
    private static int originForm(byte[] octets, int from, int to, String authority) throws BadMessage {
        if (octets[from] == '/') {
            return from;
        }
        int at = from + SCHEME.length;
        int path = at + authority.length();
        if (path >= to
                || octets[path] != '/'
                || !Octets.equalsIgnoreCase(octets, from, at, SCHEME)
                || !Octets.string(octets, at, path).equalsIgnoreCase(authority)) {
            throw new BadMessage(Refusal.TARGET_FORM);
        }
        return path;
    }

    private static Body body(Fields fields, int minor) throws BadMessage {
        int encoding = fields.indexOf(FieldName.TRANSFER_ENCODING);
        int length = fields.indexOf(FieldName.CONTENT_LENGTH);
        if (encoding >= 0 && length >= 0) {
            throw new BadMessage(Refusal.LENGTH_AND_ENCODING);
        }
        if (encoding >= 0) {
            boolean exact =
                    Octets.equals(fields.octets(), fields.valueFrom(encoding), fields.valueTo(encoding), CHUNKED);
            if (!exact || minor == 0 || fields.indexOf(FieldName.TRANSFER_ENCODING, encoding + 1) >= 0) {
                throw new BadMessage(Refusal.TRANSFER_ENCODING);
            }
            return Body.CHUNKED;
        }
        return length >= 0 ? Body.LENGTH : Body.NONE;
    }

    private static long contentLength(Fields fields) throws BadMessage {
        int field = fields.indexOf(FieldName.CONTENT_LENGTH);
        if (fields.indexOf(FieldName.CONTENT_LENGTH, field + 1) >= 0) {
            throw new BadMessage(Refusal.CONTENT_LENGTH);
        }
        long length = Decimal.parse(fields.octets(), fields.valueFrom(field), fields.valueTo(field));
        if (length < 0) {
            throw new BadMessage(Refusal.CONTENT_LENGTH);
        }
        return length;
    }

    private static boolean keepAlive(Fields fields, int minor) {
        return !fields.hasToken(FieldName.CONNECTION, CLOSE)
                && (minor == 1 || fields.hasToken(FieldName.CONNECTION, KEEP_ALIVE));
    }

    /// Each field is looked for among those that `Connection` names: without a bound, one head of 64 KiB costs
    /// milliseconds (`RequestHeadTableTest`).
    private static void checkConnection(Fields fields) throws BadMessage {
        int total = 0;
        int field = fields.indexOf(FieldName.CONNECTION);
        for (; field >= 0; field = fields.indexOf(FieldName.CONNECTION, field + 1)) {
            total += fields.valueTo(field) - fields.valueFrom(field);
        }
        if (total > LONGEST_CONNECTION) {
            throw new BadMessage(Refusal.CONNECTION_OPTIONS);
        }
    }

    private static void checkExpectation(Fields fields) throws BadMessage {
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

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
