package dev.portcullis.core.http2;

import dev.portcullis.core.http.FieldName;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.LocalAnswer;
import dev.portcullis.core.http.RelayedFields;
import dev.portcullis.core.http.ResponseHead;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer's head as HTTP/2 says it: `:status` and lower-case names, nothing of the hop before (RFC 9113 §8.2.2).
final class AnswerFields {

    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
    private static final AsciiString CACHE_CONTROL = AsciiString.cached("cache-control");
    private static final AsciiString NO_STORE = AsciiString.cached("no-store");
    private static final AsciiString HSTS = AsciiString.cached("strict-transport-security");
    private static final AsciiString TUNNEL = AsciiString.cached("200");

    private AnswerFields() {}

    static Http2Headers informational(ResponseHead head) {
        Http2Headers to = begin(status(head.status()));
        RelayedFields.copy(head.fields(), (fields, i) -> add(to, fields, i), FieldName.OTHER);
        return to;
    }

    /// @param hsts value of Strict-Transport-Security to set; null relays what the upstream said
    static Http2Headers head(ResponseHead head, @Nullable String hsts) {
        Http2Headers to = begin(status(head.status()));
        FieldName except = hsts == null ? FieldName.OTHER : FieldName.STRICT_TRANSPORT_SECURITY;
        RelayedFields.copy(head.fields(), (fields, i) -> add(to, fields, i), except);
        if (hsts != null) {
            to.add(HSTS, hsts);
        }
        if (head.contentLength() >= 0 && head.status() != 204) {
            switch (head.body()) {
                case NONE, LENGTH -> to.add(CONTENT_LENGTH, AsciiString.of(Long.toString(head.contentLength())));
                case CHUNKED, UNTIL_CLOSE -> {}
            }
        }
        return to;
    }

    /// The 101 that opened the tunnel; its proof was meant for us (RFC 8441 §5).
    static Http2Headers tunnel(ResponseHead head) {
        Http2Headers to = begin(TUNNEL);
        RelayedFields.copy(head.fields(), (fields, i) -> add(to, fields, i), FieldName.SEC_WEBSOCKET_ACCEPT);
        return to;
    }

    static Http2Headers local(LocalAnswer answer) {
        Http2Headers to = begin(status(answer.status()));
        for (Map.Entry<String, String> field : answer.fields().entrySet()) {
            to.add(field.getKey().toLowerCase(Locale.ROOT), field.getValue());
        }
        return to.add(CONTENT_TYPE, answer.contentType())
                .add(CONTENT_LENGTH, Integer.toString(answer.body().length()))
                .add(CACHE_CONTROL, NO_STORE);
    }

    /// Those trailers that are relayed; null if there are none.
    static @Nullable Http2Headers trailers(Fields trailers) {
        if (trailers.count() == 0) {
            return null;
        }
        Http2Headers to = new DefaultHttp2Headers(false, trailers.count());
        RelayedFields.copyTrailers(trailers, (fields, i) -> add(to, fields, i));
        return to.isEmpty() ? null : to;
    }

    private static Http2Headers begin(AsciiString status) {
        return new DefaultHttp2Headers(false, 16).status(status);
    }

    private static AsciiString status(int status) {
        return AsciiString.of(Integer.toString(status));
    }

    private static void add(Http2Headers to, Fields fields, int i) {
        byte[] octets = fields.octets();
        AsciiString name =
                new AsciiString(octets, fields.nameFrom(i), fields.nameTo(i) - fields.nameFrom(i), true).toLowerCase();
        to.add(name, new AsciiString(octets, fields.valueFrom(i), fields.valueTo(i) - fields.valueFrom(i), true));
    }
}
