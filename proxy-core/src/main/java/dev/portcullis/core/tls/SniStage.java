package dev.portcullis.core.tls;

import dev.portcullis.core.Certificates;
import dev.portcullis.core.ServerCertificate;
import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.route.HostTable;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Chooses the certificate by the name in the ClientHello (RFC 6066 §3), and gives way to TLS itself.
///
/// *Reads* at most 16 KiB of ClientHello within the handshake time-out (CVE-2023-34462: 9 bytes may announce 16
/// MiB). *Passes on* the decrypted bytes through an `SslHandler` in its place. *Refuses with* alert
/// `unrecognized_name` ([Refusal#UNKNOWN_NAME]) where an unknown or absent name is not welcome.
public final class SniStage extends AbstractSniHandler<SslContext> {

    /// What a ClientHello with a post-quantum key share needs, several times over.
    private static final int LARGEST_CLIENT_HELLO = 16 * 1024;

    /// Fatal alert 112 in a TLS 1.2 record, which every version understands (RFC 8446 §6).
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    /// What all connections of a server share.
    ///
    /// @param selfSignedZones zones that get a self-signed certificate for a name we do not serve
    /// @param refused is told of each refusal
    public record Shared(
            HostTable hosts,
            Certificates certificates,
            TlsContexts contexts,
            Set<String> selfSignedZones,
            long handshakeMillis,
            BiConsumer<ClientConnection, Refusal> refused) {}

    private final Shared shared;
    private final ClientConnection connection;
    private final Runnable secured;

    /// @param secured called once the certificate is chosen, to put the codec behind this handler
    public SniStage(Shared shared, ClientConnection connection, Runnable secured) {
        super(LARGEST_CLIENT_HELLO, shared.handshakeMillis());
        this.shared = shared;
        this.connection = connection;
        this.secured = secured;
    }

    @Override
    protected Future<SslContext> lookup(ChannelHandlerContext ctx, @Nullable String hostname) {
        try {
            ServerCertificate certificate = choose(ctx, hostname);
            if (certificate != null) {
                return ctx.executor().newSucceededFuture(shared.contexts().of(certificate));
            }
        } catch (SSLException e) {
            return ctx.executor().newFailedFuture(e);
        }
        return ctx.executor().newFailedFuture(new UnknownName());
    }

    private @Nullable ServerCertificate choose(ChannelHandlerContext ctx, @Nullable String hostname) {
        if (hostname != null) {
            String name = withoutDot(hostname.toLowerCase(Locale.ROOT));
            connection.serverName(name);
            int site = shared.hosts().siteOf(name);
            if (site >= 0) {
                return shared.certificates().forSite(site, name);
            }
        } else {
            // A literal address is never a server name (RFC 6066 §3); a site may be one all the same.
            String local = localAddress(ctx);
            int site = shared.hosts().siteOf(local);
            if (site >= 0) {
                return shared.certificates().forSite(site, local);
            }
        }
        String zone = connection.identity().zone().name();
        return shared.selfSignedZones().contains(zone) ? shared.certificates().selfSigned() : null;
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static String localAddress(ChannelHandlerContext ctx) {
        return ctx.channel().localAddress() instanceof InetSocketAddress local
                ? Address.of(local.getAddress()).toString()
                : "";
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, @Nullable String hostname, Future<SslContext> future) {
        if (future.isSuccess()) {
            SslHandler handler = future.getNow().newHandler(ctx.alloc());
            handler.setHandshakeTimeoutMillis(shared.handshakeMillis());
            secured.run();
            ctx.pipeline().replace(this, "tls", handler);
        } else {
            shared.refused().accept(connection, Refusal.UNKNOWN_NAME);
            ctx.writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        shared.refused().accept(connection, Refusal.HANDSHAKE);
        ctx.close();
    }

    /// Without a stack trace, since attackers choose how often.
    private static final class UnknownName extends Exception {
        private static final long serialVersionUID = 1L;

        private UnknownName() {
            super("unknown server name", null, false, false);
        }
    }
}
