package dev.portcullis.demo;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/// The HTTP parser, with the limits of aiohttp. Behind a request for another protocol it lets the bytes through as
/// they are, so that a websocket's first frames are not taken for a request.
final class WireDecoder extends HttpRequestDecoder {

    private static final int LONGEST_LINE = 24_570;
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int LONGEST_PART = 64 * 1024;

    private boolean upgradeAsked;
    private boolean raw;

    WireDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LONGEST_HEAD)
                .setMaxChunkSize(LONGEST_PART));
    }

    /// The request for another protocol was refused: HTTP goes on.
    void stayWithHttp() {
        upgradeAsked = false;
        raw = false;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (raw) {
            out.add(in.readRetainedSlice(in.readableBytes()));
            return;
        }
        int before = out.size();
        super.decode(ctx, in, out);
        for (Object message : out.subList(before, out.size())) {
            if (message instanceof HttpRequest request) {
                upgradeAsked = request.headers().contains(HttpHeaderNames.UPGRADE);
            }
            if (message instanceof LastHttpContent && upgradeAsked) {
                raw = true;
            }
        }
    }

    /// Two lengths in one head: request smuggling (RFC 9112 section 6.3). The proxy must never let one through,
    /// so here it is an error and not repaired.
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
