package dev.portcullis.core.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/// Waits for the handshake and gives way to the protocol that it settled on (RFC 7301); a handshake that fails is
/// ended by TLS itself.
///
/// *Reads* the end of the handshake. *Passes on* the connection to HTTP/2 or, where the client did not ask for it,
/// to HTTP/1.
public final class AlpnStage extends ChannelInboundHandlerAdapter {

    /// The name of HTTP/2 over TLS (RFC 9113 §3.1).
    static final String HTTP_2 = "h2";

    /// The name of HTTP/1.1 (RFC 7301 §6).
    static final String HTTP_1 = "http/1.1";

    /// Puts the codec in this handler's place.
    public interface Codecs {
        void use(boolean http2);
    }

    private final Codecs codecs;
    private final Runnable failed;

    /// @param failed called when there will be no codec
    public AlpnStage(Codecs codecs, Runnable failed) {
        this.codecs = codecs;
        this.failed = failed;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            // Its part of the handshake will never come.
            ctx.close();
            return;
        }
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                codecs.use(HTTP_2.equals(ctx.pipeline().get(SslHandler.class).applicationProtocol()));
                ctx.pipeline().remove(this);
            } else {
                failed.run();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset, or TLS gone wrong: there is nobody to tell.
        ctx.close();
    }
}
