package dev.portcullis.core.http1;

import dev.portcullis.core.http.FieldName;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.HeadWriter;
import dev.portcullis.core.http.LocalAnswer;
import dev.portcullis.core.http.Octets;
import dev.portcullis.core.http.RelayedFields;
import dev.portcullis.core.http.RequestHead;
import dev.portcullis.core.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes one answer in HTTP/1 (RFC 9112): head, body in the framing that the client understands, end.
final class Http1Answer {

    private static final byte[] STATUS_LINE = Octets.of("HTTP/1.1 ");
    private static final byte[] CONTENT_LENGTH = Octets.of("Content-Length");
    private static final byte[] CONTENT_TYPE = Octets.of("Content-Type");
    private static final byte[] HSTS = Octets.of("Strict-Transport-Security");
    private static final byte[] CHUNKED = Octets.of("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = Octets.of("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Octets.of("Connection: keep-alive\r\n");
    private static final byte[] TO_WEBSOCKET = Octets.of("Connection: Upgrade\r\nUpgrade: websocket\r\n");
    private static final byte[] NO_STORE = Octets.of("Cache-Control: no-store\r\n");
    private static final byte[] LAST_CHUNK = Octets.of("0\r\n");
    private static final byte[] LAST_CHUNK_AFTER = Octets.of("\r\n0\r\n");

    private final ChannelHandlerContext context;
    private final HeadWriter writer;
    private final RequestHead request;
    private boolean started;
    private boolean chunked;
    private boolean untilClose;
    private boolean withinChunks;
    private boolean bodiless;

    Http1Answer(ChannelHandlerContext context, HeadWriter writer, RequestHead request) {
        this.context = context;
        this.writer = writer;
        this.request = request;
    }

    /// Whether a byte of a final answer was written.
    boolean started() {
        return started;
    }

    /// Whether only the end of the connection tells the client that it has all of the body (RFC 9112 §6.3).
    boolean untilClose() {
        return untilClose;
    }

    void informational(ResponseHead head) {
        // RFC 9110 §15.2: an HTTP/1.0 client must not get one.
        if (request.minorVersion() == 1) {
            statusLine(head);
            RelayedFields.copy(head.fields(), writer, FieldName.OTHER);
            write(writer.end().toBuffer(context.alloc()));
        }
    }

    /// Writes the final head.
    ///
    /// @return whether the connection can live on after this answer
    boolean head(ResponseHead head, @Nullable String hsts, boolean keepAlive) {
        started = true;
        boolean keep = keepAlive;
        statusLine(head);
        RelayedFields.copy(head.fields(), writer, hsts == null ? FieldName.OTHER : FieldName.STRICT_TRANSPORT_SECURITY);
        if (hsts != null) {
            writer.field(HSTS, hsts);
        }
        switch (head.body()) {
            case NONE -> {
                bodiless = true;
                if (head.contentLength() >= 0 && head.status() != 204) {
                    writer.field(CONTENT_LENGTH, Long.toString(head.contentLength()));
                }
            }
            case LENGTH -> writer.field(CONTENT_LENGTH, Long.toString(head.contentLength()));
            case CHUNKED, UNTIL_CLOSE -> {
                chunked = request.minorVersion() == 1;
                untilClose = !chunked;
                keep &= chunked;
                if (chunked) {
                    writer.raw(CHUNKED);
                }
            }
        }
        connection(keep);
        write(writer.end().toBuffer(context.alloc()));
        return keep;
    }

    void data(ByteBuf data) {
        if (bodiless || !data.isReadable()) {
            data.release();
            return;
        }
        if (chunked) {
            writer.begin();
            if (withinChunks) {
                writer.end();
            }
            withinChunks = true;
            write(writer.text(Integer.toHexString(data.readableBytes())).end().toBuffer(context.alloc()));
        }
        write(data);
    }

    void end(Fields trailers) {
        if (chunked) {
            writer.begin().raw(withinChunks ? LAST_CHUNK_AFTER : LAST_CHUNK);
            RelayedFields.copyTrailers(trailers, writer);
            write(writer.end().toBuffer(context.alloc()));
        }
    }

    void switchingProtocols(ResponseHead head) {
        started = true;
        statusLine(head);
        RelayedFields.copy(head.fields(), writer, FieldName.OTHER);
        write(writer.raw(TO_WEBSOCKET).end().toBuffer(context.alloc()));
    }

    void local(LocalAnswer answer, boolean keepAlive) {
        started = true;
        writer.begin()
                .raw(STATUS_LINE)
                .number(answer.status())
                .text(" ")
                .text(answer.reason())
                .end();
        for (Map.Entry<String, String> field : answer.fields().entrySet()) {
            writer.text(field.getKey()).text(": ").text(field.getValue()).end();
        }
        writer.field(CONTENT_TYPE, answer.contentType())
                .field(CONTENT_LENGTH, Integer.toString(answer.body().length()))
                .raw(NO_STORE);
        connection(keepAlive);
        writer.end();
        if (!request.isHead()) {
            writer.text(answer.body());
        }
        write(writer.toBuffer(context.alloc()));
    }

    private void statusLine(ResponseHead head) {
        writer.begin()
                .raw(STATUS_LINE)
                .number(head.status())
                .text(" ")
                .raw(head.fields().octets(), head.reasonFrom(), head.reasonTo())
                .end();
    }

    private void connection(boolean keep) {
        if (!keep) {
            writer.raw(CLOSE);
        } else if (request.minorVersion() == 0) {
            writer.raw(KEEP_ALIVE);
        }
    }

    private void write(ByteBuf buffer) {
        context.write(buffer, context.voidPromise());
    }

    /// An answer to a head that could not be read, so that nothing is known of the request.
    static RequestHead unreadable() {
        return new RequestHead(
                "", 0, 0, 1, "", "", Fields.NONE, RequestHead.Body.NONE, 0, false, RequestHead.Upgrade.NONE);
    }
}
