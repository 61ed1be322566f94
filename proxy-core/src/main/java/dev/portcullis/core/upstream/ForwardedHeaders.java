package dev.portcullis.core.upstream;

import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.FieldName;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.HeadWriter;
import dev.portcullis.core.http.Octets;
import dev.portcullis.core.http.RelayedFields;
import dev.portcullis.core.http.RequestHead;
import dev.portcullis.rules.path.NormalPath;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// The request as the upstream gets it: rebuilt from what was judged, never the client's bytes as a whole.
///
/// Exactly one `X-Forwarded-For`, `-Proto` and `-Host`, ours; `Host` unchanged (HA's
/// `http/forwarded.py` answers 400 to anything less clean).
final class ForwardedHeaders {

    private static final byte[] SPACE = Octets.of(" ");
    private static final byte[] VERSION = Octets.of(" HTTP/1.1\r\n");
    private static final byte[] HOST = Octets.of("Host");
    private static final byte[] FORWARDED_FOR = Octets.of("X-Forwarded-For");
    private static final byte[] FORWARDED_HOST = Octets.of("X-Forwarded-Host");
    private static final byte[] FORWARDED_PROTO = Octets.of("X-Forwarded-Proto: https\r\n");
    private static final byte[] IDENTITY = Octets.of("Accept-Encoding: identity\r\n");
    private static final byte[] CONTENT_LENGTH = Octets.of("Content-Length");
    private static final byte[] CHUNKED = Octets.of("Transfer-Encoding: chunked\r\n");
    private static final byte[] UPGRADE = Octets.of("Connection: Upgrade\r\nUpgrade: websocket\r\n");

    private final HeadWriter writer;

    ForwardedHeaders(HeadWriter writer) {
        this.writer = writer;
    }

    /// @param identity whether to ask for an answer without content coding
    ByteBuf compose(Exchange exchange, boolean identity, ByteBufAllocator allocator) {
        RequestHead request = exchange.request();
        writer.begin().text(request.method()).raw(SPACE);
        target(exchange);
        writer.raw(VERSION).field(HOST, request.authority());
        RelayedFields.copy(request.fields(), writer, identity ? FieldName.ACCEPT_ENCODING : FieldName.OTHER);
        if (identity) {
            writer.raw(IDENTITY);
        }
        writer.field(FORWARDED_FOR, exchange.identity().text())
                .raw(FORWARDED_PROTO)
                .field(FORWARDED_HOST, request.authority());
        framing(request);
        return writer.end().toBuffer(allocator);
    }

    private void target(Exchange exchange) {
        RequestHead request = exchange.request();
        byte[] octets = request.fields().octets();
        NormalPath path = exchange.path();
        if (path.sameAsSent()) {
            writer.raw(octets, request.targetFrom(), request.targetTo());
        } else {
            writer.text(path.value()).raw(octets, exchange.queryFrom(), request.targetTo());
        }
    }

    private void framing(RequestHead request) {
        switch (request.body()) {
            case LENGTH -> writer.field(CONTENT_LENGTH, Long.toString(request.contentLength()));
            case CHUNKED -> writer.raw(CHUNKED);
            case NONE, UNTIL_CLOSE -> {}
        }
        if (request.upgrade() == RequestHead.Upgrade.WEBSOCKET) {
            writer.raw(UPGRADE);
        }
    }

    /// A chunk's size line, with the end of the chunk before it where there was one.
    ByteBuf chunkHead(int size, boolean first, ByteBufAllocator allocator) {
        writer.begin();
        if (!first) {
            writer.end();
        }
        return writer.text(Integer.toHexString(size)).end().toBuffer(allocator);
    }

    /// The last chunk and those trailers that are relayed.
    ByteBuf lastChunk(boolean first, Fields trailers, ByteBufAllocator allocator) {
        writer.begin();
        if (!first) {
            writer.end();
        }
        writer.number(0).end();
        RelayedFields.copyTrailers(trailers, writer);
        return writer.end().toBuffer(allocator);
    }
}
