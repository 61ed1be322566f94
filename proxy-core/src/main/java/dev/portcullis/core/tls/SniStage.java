package dev.portcullis.core.tls;

import dev.portcullis.core.Certificates;
import dev.portcullis.core.ServerCertificate;
import dev.portcullis.core.TlsChallenges;
import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.route.HostTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Chooses the certificate by the name in the ClientHello (RFC 6066 §3), and gives way to TLS itself.
///
/// *Reads* at most 16 KiB of ClientHello within the handshake time-out (CVE-2023-34462: 9 bytes may announce 16
/// MiB). *Passes on* the decrypted bytes through an `SslHandler` in its place; those of an ACME validation to
/// [AcmeTlsStage]. *Refuses with* alert `unrecognized_name` ([Refusal#UNKNOWN_NAME]) where an unknown or absent
/// name is not welcome, and without a byte a connection that was only spared for the sake of a validation.
public final class SniStage extends AbstractSniHandler<SslHandler> {

    /// What a ClientHello with a post-quantum key share needs, several times over.
    private static final int LARGEST_CLIENT_HELLO = 16 * 1024;

    /// Fatal alert 112 in a TLS 1.2 record, which every version understands (RFC 8446 §6).
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    /// Fatal alert 120 (RFC 7301 §3.2).
    private static final byte[] NO_APPLICATION_PROTOCOL = {21, 3, 3, 0, 2, 2, 120};

    /// What all connections share under one configuration.
    ///
    /// @param selfSignedZones zones that get a self-signed certificate for a name we do not serve
    /// @param refused is told of each refusal
    public record Shared(
            HostTable hosts,
            Certificates certificates,
            TlsChallenges challenges,
            TlsContexts contexts,
            Set<String> selfSignedZones,
            long handshakeMillis,
            BiConsumer<ClientConnection, Refusal> refused) {}

    private final Supplier<Shared> current;
    private final ClientConnection connection;
    private final Runnable secured;
    private boolean validation;
    private boolean refused;
    private @Nullable ScheduledFuture<?> timer;

    /// @param current asked at each step, as the configuration may change in between
    /// @param secured called once the certificate is chosen, to put the codec behind this handler
    public SniStage(Supplier<Shared> current, ClientConnection connection, Runnable secured) {
        // The time is kept here: what Netty says when it is over reaches nobody at this end of the pipeline.
        super(LARGEST_CLIENT_HELLO, 0);
        this.current = current;
        this.connection = connection;
        this.secured = secured;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        timer = ctx.executor().schedule(() -> broken(ctx), current.get().handshakeMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        if (timer != null) {
            timer.cancel(false);
        }
        super.handlerRemoved0(ctx);
    }

    @Override
    protected Future<SslHandler> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf clientHello) throws Exception {
        validation = OfferedProtocols.onlyAcme(clientHello);
        return super.lookup(ctx, clientHello);
    }

    @Override
    protected Future<SslHandler> lookup(ChannelHandlerContext ctx, @Nullable String hostname) {
        try {
            String name = hostname == null ? null : withoutDot(hostname.toLowerCase(Locale.ROOT));
            SslHandler handler = validation ? validating(ctx, name) : ordinary(ctx, name);
            if (handler != null) {
                return ctx.executor().newSucceededFuture(handler);
            }
        } catch (SSLException e) {
            return ctx.executor().newFailedFuture(e);
        }
        return ctx.executor().newFailedFuture(new UnknownName());
    }

    private @Nullable SslHandler validating(ChannelHandlerContext ctx, @Nullable String name) throws SSLException {
        if (name == null) {
            return null;
        }
        Optional<ServerCertificate> pending = current.get().challenges().certificate(name);
        return pending.isPresent() ? current.get().contexts().validating(name, pending.get(), ctx.alloc()) : null;
    }

    private @Nullable SslHandler ordinary(ChannelHandlerContext ctx, @Nullable String name) throws SSLException {
        connection.shown();
        if (connection.spared() != null) {
            return null;
        }
        if (name != null) {
            connection.serverName(name);
        }
        // A literal address is never a server name (RFC 6066 §3); a site may be one all the same.
        String host = name == null ? localAddress(ctx) : name;
        Shared shared = current.get();
        int site = shared.hosts().siteOf(host);
        // A front proxy would carry many clients at once on one connection, and a ban of one must not end them all.
        boolean http2 = !connection.frontProxy();
        if (site >= 0) {
            return shared.contexts().of(site, shared.certificates().forSite(site, host), http2, ctx.alloc());
        }
        boolean selfSigned =
                shared.selfSignedZones().contains(connection.identity().zone().name());
        return selfSigned ? shared.contexts().selfSigned(shared.certificates().selfSigned(), http2, ctx.alloc()) : null;
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
    protected void onLookupComplete(ChannelHandlerContext ctx, @Nullable String hostname, Future<SslHandler> future) {
        if (refused) {
            // The hello is looked at again with whatever comes before the end.
            return;
        }
        if (future.isSuccess()) {
            SslHandler handler = future.getNow();
            handler.setHandshakeTimeoutMillis(current.get().handshakeMillis());
            if (validation) {
                connection.validates();
                ctx.pipeline()
                        .addLast(new AcmeTlsStage(connection, current.get().refused()));
            } else {
                secured.run();
            }
            ctx.pipeline().replace(this, "tls", handler);
        } else if (connection.spared() != null) {
            // Whoever hears of its end tells what it was refused with.
            ctx.close();
        } else {
            refuse(validation ? Refusal.VALIDATION : Refusal.UNKNOWN_NAME);
            ctx.writeAndFlush(Unpooled.wrappedBuffer(validation ? NO_APPLICATION_PROTOCOL : UNRECOGNIZED_NAME))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            // The rest of a hello will never come: its place is not held for the time of a handshake.
            ctx.close();
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken(ctx);
    }

    private void broken(ChannelHandlerContext ctx) {
        if (connection.spared() == null) {
            refuse(Refusal.HANDSHAKE);
        }
        ctx.close();
    }

    /// Tells it once, whatever follows.
    private void refuse(Refusal refusal) {
        if (!refused) {
            refused = true;
            current.get().refused().accept(connection, refusal);
        }
    }

    /// Without a stack trace, since attackers choose how often.
    private static final class UnknownName extends Exception {
        private static final long serialVersionUID = 1L;

        private UnknownName() {
            super("unknown server name", null, false, false);
        }
    }
}
