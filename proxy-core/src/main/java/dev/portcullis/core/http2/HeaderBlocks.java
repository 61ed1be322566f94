package dev.portcullis.core.http2;

import dev.portcullis.core.ProxyConfig.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;

/// Decodes header blocks (RFC 7541), each into a [HeaderList]: the names and values in the order in which they came.
///
/// *Reads* one block after the other of one connection, each to its end, since all of them share one dynamic table.
/// *Passes on* a list; one past `limits.header_bytes` or `limits.headers` says so and is refused by
/// [RequestFields]. *Refuses with* the end of the connection: COMPRESSION_ERROR for a malformed block,
/// ENHANCE_YOUR_CALM for one that unfolds to four times what is allowed.
final class HeaderBlocks implements Http2HeadersDecoder {

    private static final int HARD_MULTIPLE = 4;

    private final HpackGuard guard = new HpackGuard();
    private final Decoder decoder;

    HeaderBlocks(Limits limits) {
        decoder = new Decoder(limits);
    }

    @Override
    public Http2Headers decodeHeaders(int streamId, ByteBuf block) throws Http2Exception {
        guard.check(block);
        try {
            return decoder.decodeHeaders(streamId, block);
        } catch (Http2Exception.HeaderListSizeException tooLarge) {
            throw Http2Exception.connectionError(
                    Http2Error.ENHANCE_YOUR_CALM,
                    tooLarge,
                    "header block: unfolds to more than %d times limits.header_bytes",
                    HARD_MULTIPLE);
        }
    }

    @Override
    public Configuration configuration() {
        return decoder.configuration();
    }

    private static final class Decoder extends DefaultHttp2HeadersDecoder {

        private final Limits limits;

        Decoder(Limits limits) {
            super(false, (long) HARD_MULTIPLE * limits.headerBytes());
            this.limits = limits;
        }

        @Override
        protected Http2Headers newHeaders() {
            return new HeaderList(limits);
        }
    }
}
