package dev.portcullis.core.http1;

import static dev.portcullis.core.http.RequestHead.Body;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Decimal;
import dev.portcullis.core.http.FieldName;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Octets;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.ResponseHead;

/// The lines of a response's head to a [ResponseHead] (RFC 9112 §4, §6), as strict as for requests.
///
/// Everything refused here is the upstream's fault: the caller answers 502 and closes the upstream connection.
final class ResponseParser {

    private static final byte[] HTTP_1_1 = Octets.of("HTTP/1.1 ");
    private static final byte[] HTTP_1_0 = Octets.of("HTTP/1.0 ");
    private static final byte[] CHUNKED = Octets.of("chunked");
    private static final byte[] CLOSE = Octets.of("close");
    private static final byte[] KEEP_ALIVE = Octets.of("keep-alive");
    private static final int STATUS_AT = 9;
    private static final int STATUS_END = 12;

    private ResponseParser() {}

    /// @param toHead whether the request was HEAD, whose answer has no body
    static ResponseHead parse(HeadReader head, boolean toHead) throws BadMessage {
        byte[] octets = head.octets();
        int end = head.lineEnd(0);
        boolean version11 = end >= STATUS_END && Octets.equals(octets, 0, STATUS_AT, HTTP_1_1);
        if (!version11 && (end < STATUS_END || !Octets.equals(octets, 0, STATUS_AT, HTTP_1_0))) {
            throw new BadMessage(Refusal.UPSTREAM_ANSWER);
        }
        int status = status(octets, end);
        checkReason(octets, end);
        Fields fields = FieldParser.parse(head, 1);
        Body body = body(fields, status, toHead, version11);
        return new ResponseHead(
                status,
                Math.min(STATUS_END + 1, end),
                end,
                fields,
                body,
                contentLength(fields),
                body != Body.UNTIL_CLOSE && keepAlive(fields, version11));
    }

    private static int status(byte[] octets, int end) throws BadMessage {
        long status = Decimal.parse(octets, STATUS_AT, STATUS_END);
        if (status < 100 || status > 599 || (end > STATUS_END && octets[STATUS_END] != ' ')) {
            throw new BadMessage(Refusal.UPSTREAM_ANSWER);
        }
        return (int) status;
    }

    private static void checkReason(byte[] octets, int end) throws BadMessage {
        for (int i = STATUS_END; i < end; i++) {
            if ((octets[i] >= 0 && octets[i] < ' ' && octets[i] != '\t') || octets[i] == 0x7F) {
                throw new BadMessage(Refusal.UPSTREAM_ANSWER);
            }
        }
    }

    private static Body body(Fields fields, int status, boolean toHead, boolean version11) throws BadMessage {
        int encoding = fields.indexOf(FieldName.TRANSFER_ENCODING);
        int length = fields.indexOf(FieldName.CONTENT_LENGTH);
        if (encoding >= 0 && (length >= 0 || !isChunked(fields, encoding, version11))) {
            throw new BadMessage(Refusal.UPSTREAM_ANSWER);
        }
        if (toHead || status < 200 || status == 204 || status == 304) {
            return Body.NONE;
        }
        if (encoding >= 0) {
            return Body.CHUNKED;
        }
        return length >= 0 ? Body.LENGTH : Body.UNTIL_CLOSE;
    }

    private static boolean isChunked(Fields fields, int encoding, boolean version11) {
        return version11
                && Octets.equalsIgnoreCase(
                        fields.octets(), fields.valueFrom(encoding), fields.valueTo(encoding), CHUNKED)
                && fields.indexOf(FieldName.TRANSFER_ENCODING, encoding + 1) < 0;
    }

    private static long contentLength(Fields fields) throws BadMessage {
        int field = fields.indexOf(FieldName.CONTENT_LENGTH);
        if (field < 0) {
            return -1;
        }
        long length = Decimal.parse(fields.octets(), fields.valueFrom(field), fields.valueTo(field));
        if (length < 0 || fields.indexOf(FieldName.CONTENT_LENGTH, field + 1) >= 0) {
            throw new BadMessage(Refusal.UPSTREAM_ANSWER);
        }
        return length;
    }

    private static boolean keepAlive(Fields fields, boolean version11) {
        return !fields.hasToken(FieldName.CONNECTION, CLOSE)
                && (version11 || fields.hasToken(FieldName.CONNECTION, KEEP_ALIVE));
    }
}
