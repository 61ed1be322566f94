package dev.portcullis.core.http1;

import static dev.portcullis.core.http.RequestHead.Body;
import static dev.portcullis.core.http.RequestHead.Upgrade;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.FieldName;
import dev.portcullis.core.http.FieldRules;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.HostField;
import dev.portcullis.core.http.Octets;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import dev.portcullis.core.http.RequestRules;

/// The lines of a request's head to a [RequestHead] (RFC 9112 §3, §6), refusing everything ambiguous.
///
/// *Reads* the lines of a [HeadReader]. *Passes on* a [RequestHead]. *Refuses with* the framing refusals of
/// [Refusal].
final class RequestParser {

    private static final byte[] HTTP_1_1 = Octets.of("HTTP/1.1");
    private static final byte[] HTTP_1_0 = Octets.of("HTTP/1.0");
    private static final byte[] SCHEME = Octets.of("https://");
    private static final byte[] CHUNKED = Octets.of("chunked");
    private static final byte[] CLOSE = Octets.of("close");
    private static final byte[] KEEP_ALIVE = Octets.of("keep-alive");
    private static final byte[] UPGRADE = Octets.of("upgrade");
    private static final byte[] WEBSOCKET = Octets.of("websocket");
    private static final int LONGEST_CONNECTION = 1024;

    private RequestParser() {}

    static RequestHead parse(HeadReader head) throws BadMessage {
        byte[] octets = head.octets();
        int end = head.lineEnd(0);
        int methodEnd = methodEnd(octets, end);
        int targetFrom = methodEnd + 1;
        int targetTo = end - HTTP_1_1.length - 1;
        int minor = version(octets, targetTo + 1, end);
        if (targetTo <= targetFrom
                || octets[targetTo] != ' '
                || !RequestRules.isVisible(octets, targetFrom, targetTo)) {
            throw new BadMessage(Refusal.REQUEST_LINE);
        }
        if (RequestRules.isConnect(octets, 0, methodEnd)) {
            throw new BadMessage(Refusal.TARGET_FORM);
        }
        Fields fields = FieldParser.parse(head, 1);
        String authority = authority(fields);
        targetFrom = originForm(octets, targetFrom, targetTo, authority);
        Body body = body(fields, minor);
        checkConnection(fields);
        boolean asksUpgrade = minor == 1 && fields.hasToken(FieldName.CONNECTION, UPGRADE);
        FieldRules.checkExpectation(fields);
        return new RequestHead(
                RequestRules.method(octets, 0, methodEnd),
                targetFrom,
                targetTo,
                minor,
                HostField.host(authority),
                authority,
                fields,
                body,
                body == Body.LENGTH ? FieldRules.contentLength(fields) : 0,
                keepAlive(fields, minor),
                asksUpgrade && fields.hasToken(FieldName.UPGRADE, WEBSOCKET) ? Upgrade.WEBSOCKET : Upgrade.NONE);
    }

    private static int methodEnd(byte[] octets, int end) throws BadMessage {
        int at = 0;
        while (at < end && octets[at] != ' ') {
            byte octet = octets[at++];
            if (!RequestRules.isMethod(octet)) {
                throw new BadMessage(Refusal.METHOD);
            }
        }
        if (at == 0 || at > RequestRules.LONGEST_METHOD || at == end) {
            throw new BadMessage(Refusal.REQUEST_LINE);
        }
        return at;
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
}
