package dev.portcullis.core.pipeline;

import dev.portcullis.core.accept.AllowanceGate;
import dev.portcullis.core.accept.BanGate;
import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.accept.ConnectionCap;
import dev.portcullis.core.accept.ProxyProtocolGate;
import dev.portcullis.core.accept.ValidationReserve;
import dev.portcullis.core.http.ExchangeStart;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http1.Http1ClientHandler;
import dev.portcullis.core.http2.Http2ClientHandler;
import dev.portcullis.core.tls.AlpnStage;
import dev.portcullis.core.tls.SniStage;
import dev.portcullis.rules.net.Address;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sets up each accepted connection: the first rows of [Stage], in order. A connection keeps the time-outs and
/// limits of the configuration under which it began.
public final class ClientPipeline extends ChannelInitializer<Channel> {

    private final Map<EventLoop, LoopState> loops;
    private final Tally tally;
    private final Door door;
    private final Gates gates;

    /// What connections have to pass before TLS, whatever the configuration.
    public record Gates(BanGate bans, AllowanceGate allowances) {}

    /// What is one kind of listener's own.
    ///
    /// @param reserve for certificate authorities that come to validate
    /// @param tls false for `listen.http`
    public record Door(ConnectionCap cap, ValidationReserve reserve, boolean tls) {}

    public ClientPipeline(Map<EventLoop, LoopState> loops, Door door, Tally tally, Gates gates) {
        this.gates = gates;
        this.loops = loops;
        this.door = door;
        this.tally = tally;
    }

    @Override
    protected void initChannel(Channel channel) {
        LoopState loop = loop(channel);
        loop.tally().accepted(door.tls());
        Address peer = Address.of(((InetSocketAddress) channel.remoteAddress()).getAddress());
        Generation now = loop.now().shared();
        ClientConnection connection = new ClientConnection(now.peers().arrived(peer));
        boolean unnamed = now.trusted().proxyProtocol().contains(peer);
        ConnectionCap.Seat seat =
                unnamed ? door.cap().enterUnnamed() : door.cap().enter(connection.identity());
        if (seat == null) {
            if (turnedAwayByLimit(channel, connection)) {
                return;
            }
            seat = door.cap().enterBeyond();
        }
        ConnectionCap.Seat taken = seat;
        channel.closeFuture().addListener(closed -> taken.leave());
        loop.live().add(channel, connection);
        if (unnamed) {
            channel.pipeline()
                    .addLast(new ProxyProtocolGate(
                            connection,
                            () -> loop.now().shared().config().zones(),
                            now.config().timeouts().handshake().toMillis(),
                            () -> named(channel, connection, loop, taken),
                            () -> {
                                if (connection.spared() == null) {
                                    refused(channel, connection, Refusal.PROXY_HEADER);
                                }
                            }));
        } else {
            identified(channel, connection, loop);
        }
    }

    private void named(Channel channel, ClientConnection connection, LoopState loop, ConnectionCap.Seat seat) {
        if (connection.spared() == null && !seat.takenBy(connection)) {
            if (turnedAwayByLimit(channel, connection)) {
                return;
            }
            seat.beyond();
        }
        identified(channel, connection, loop);
    }

    /// Whether the connection is closed: it may come to validate.
    private boolean turnedAwayByLimit(Channel channel, ClientConnection connection) {
        if (spared(channel, connection, Refusal.CONNECTION_LIMIT)) {
            return false;
        }
        refused(channel, connection, Refusal.CONNECTION_LIMIT);
        channel.close();
        return true;
    }

    private void identified(Channel channel, ClientConnection connection, LoopState loop) {
        if (!door.tls()) {
            ownedByClient(channel, connection);
            http1(channel, connection, loop, loop.http());
        } else if (connection.spared() != null || admits(channel, connection)) {
            Runnable secured = () -> secured(channel, connection, loop);
            channel.pipeline().addLast(new SniStage(() -> loop.now().shared().tls(), connection, secured));
        }
    }

    /// On `listen.http` a ban closes what is open, too, unless it may be a validation; what comes then is
    /// answered as far as it may be.
    private void ownedByClient(Channel channel, ClientConnection connection) {
        ClientIdentity client = connection.identity();
        Generation now = loop(channel).now().shared();
        if (!door.reserve().awaited()
                && !now.chain().isFrontProxy(client)
                && !now.trusted().contains(connection)) {
            connection.owner(client);
        }
    }

    /// A proxy that we were told about is never held to what is meant for clients.
    private boolean admits(Channel channel, ClientConnection connection) {
        ClientIdentity client = connection.identity();
        Generation now = loop(channel).now().shared();
        if (now.chain().isFrontProxy(client)) {
            connection.markFrontProxy();
            return true;
        }
        if (now.trusted().contains(connection)) {
            return true;
        }
        connection.owner(client);
        Refusal refusal = refusal(channel, connection);
        if (refusal == null) {
            if (door.reserve().awaited()) {
                connection.untilShown(() -> spared(channel, connection, Refusal.BANNED));
            }
            return true;
        }
        if (spared(channel, connection, refusal)) {
            return true;
        }
        turnedAway(channel, connection, refusal);
        channel.close();
        return false;
    }

    private @Nullable Refusal refusal(Channel channel, ClientConnection connection) {
        if (gates.bans().bans(connection.identity())) {
            return Refusal.BANNED;
        }
        return gates.allowances().admits(connection, channel) ? null : Refusal.CONNECTION_RATE;
    }

    /// Lets it go on until it has shown whether it validates; if not, its end tells the refusal.
    private boolean spared(Channel channel, ClientConnection connection, Refusal refusal) {
        boolean spared = door.reserve().spares(channel, connection, refusal);
        if (spared) {
            channel.closeFuture().addListener(closed -> {
                if (connection.spared() != null) {
                    turnedAway(channel, connection, refusal);
                }
            });
        }
        return spared;
    }

    private void turnedAway(Channel channel, ClientConnection connection, Refusal refusal) {
        if (refusal == Refusal.BANNED) {
            gates.bans().turnedAway(connection.identity());
            tally.refused(refusal);
        } else {
            refused(channel, connection, refusal);
        }
    }

    private void refused(Channel channel, ClientConnection connection, Refusal refusal) {
        tally.refused(connection.identity(), refusal);
        loop(channel).now().shared().log().refused(connection, refusal);
    }

    private void secured(Channel channel, ClientConnection connection, LoopState loop) {
        AlpnStage.Codecs codecs = http2 -> {
            loop.tally().secured(http2);
            if (http2) {
                http2(channel, connection, loop);
            } else {
                http1(channel, connection, loop, loop.https());
            }
        };
        Runnable failed = () -> loop.https().refused(connection, null, Refusal.HANDSHAKE, 0);
        channel.pipeline().addLast(new AlpnStage(codecs, failed));
    }

    private void http2(Channel channel, ClientConnection connection, LoopState loop) {
        connection.markMultiplexed();
        LoopGeneration now = loop.now();
        channel.pipeline()
                .addLast(new Http2ClientHandler(
                        connection,
                        loop.https(),
                        now.shared().timeouts(),
                        now.shared().config().limits(),
                        loop.spaces(),
                        now.requestFields(),
                        loop.backlog()));
    }

    private void http1(Channel channel, ClientConnection connection, LoopState loop, ExchangeStart start) {
        LoopGeneration now = loop.now();
        channel.pipeline()
                .addLast(new Http1ClientHandler(
                        connection, start, now.shared().timeouts(), loop.writer(), now.readers(), loop.backlog()));
    }

    private LoopState loop(Channel channel) {
        LoopState state = loops.get(channel.eventLoop());
        if (state == null) {
            throw new IllegalStateException("event loop: not one of the server's");
        }
        return state;
    }
}
