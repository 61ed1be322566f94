package dev.portcullis.core.accept;

import dev.portcullis.rules.net.Zones;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes the client's address from the PROXY protocol header that a listed peer must send.
///
/// *Reads* the first bytes of the connection. *Passes on* the rest and the derived [ClientIdentity]; `UNKNOWN` and
/// `LOCAL` keep the peer's. *Refuses with* a close: no header in time, a malformed one, or none at all.
public final class ProxyProtocolGate extends ByteToMessageDecoder {

    private final ClientConnection connection;
    private final Supplier<Zones> zones;
    private final long timeoutMillis;
    private final Runnable identified;
    private final Runnable refused;
    private @Nullable ScheduledFuture<?> timer;

    /// @param zones asked when the client is known
    /// @param identified called once the identity is known, to build the rest of the pipeline
    /// @param refused called before a refused connection is closed
    public ProxyProtocolGate(
            ClientConnection connection,
            Supplier<Zones> zones,
            long timeoutMillis,
            Runnable identified,
            Runnable refused) {
        this.connection = connection;
        this.zones = zones;
        this.timeoutMillis = timeoutMillis;
        this.identified = identified;
        this.refused = refused;
        setSingleDecode(true);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> refuse(ctx), timeoutMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        switch (ProxyHeader.read(in)) {
            case ProxyHeader.Incomplete incomplete -> {}
            case ProxyHeader.Invalid invalid -> {
                in.skipBytes(in.readableBytes());
                refuse(ctx);
            }
            case ProxyHeader.Complete header -> {
                header.source()
                        .ifPresent(address -> connection.identity(
                                new ClientIdentity(address, zones.get().zoneOf(address))));
                identified.run();
                if (!ctx.channel().isActive()) {
                    in.skipBytes(in.readableBytes());
                }
                ctx.pipeline().remove(this);
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        super.userEventTriggered(ctx, event);
        if (event == ChannelInputShutdownEvent.INSTANCE && !ctx.isRemoved()) {
            refuse(ctx);
        }
    }

    private void refuse(ChannelHandlerContext ctx) {
        refused.run();
        ctx.close();
    }
}
