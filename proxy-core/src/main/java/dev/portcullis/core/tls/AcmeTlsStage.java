package dev.portcullis.core.tls;

import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.http.Refusal;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.function.BiConsumer;

/// The end of a TLS-ALPN-01 validation: the certificate was the answer, so the connection is over with the
/// handshake (RFC 8737 §3).
///
/// *Reads* the outcome of a handshake whose ClientHello offered `acme-tls/1` and nothing else, for a name that is
/// being validated. *Passes on* nothing: bytes behind the handshake are dropped and never become a request
/// (`AcmeValidationTest`). *Refuses with* alert `no_application_protocol` ([Refusal#VALIDATION]), sent by
/// [SniStage], whatever is not awaited.
final class AcmeTlsStage extends ChannelInboundHandlerAdapter {

    /// RFC 8737 §6.2.
    static final String PROTOCOL = "acme-tls/1";

    private final ClientConnection connection;
    private final BiConsumer<ClientConnection, Refusal> refused;

    AcmeTlsStage(ClientConnection connection, BiConsumer<ClientConnection, Refusal> refused) {
        this.connection = connection;
        this.refused = refused;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (!handshake.isSuccess()) {
                refused.accept(connection, Refusal.HANDSHAKE);
            }
            ctx.close();
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            // Its part of the handshake will never come.
            ctx.close();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
