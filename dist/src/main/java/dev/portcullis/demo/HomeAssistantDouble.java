package dev.portcullis.demo;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A small, faithful stand-in for Home Assistant's HTTP side, for the demo and for tests.
///
/// It answers as Home Assistant of 2026 does on the wire: login flow, tokens, websocket, webhooks, camera and event
/// streams, and the refusals of its middlewares. It does not ban anybody. It speaks plain HTTP/1.1.
///
/// Safe for any thread.
public final class HomeAssistantDouble implements AutoCloseable {

    private final Settings settings;
    private final Recorder recorder;
    private final RefreshTokens tokens;
    private final EventBus events;
    private final EventLoopGroup loops;
    private volatile boolean stopping;
    private @Nullable EventLoopGroup acceptor;
    private @Nullable ChannelGroup connections;
    private InetSocketAddress address;
    private int temperature = 215;

    private HomeAssistantDouble(Settings settings) {
        this.settings = settings;
        this.recorder = new Recorder(settings.recorded());
        Secrets secrets = new Secrets(settings.random());
        this.tokens = new RefreshTokens(secrets, settings.clock());
        this.events = new EventBus(secrets, settings.clock());
        this.loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        this.address = settings.bind();
    }

    /// Starts a stand-in that accepts connections when this returns.
    ///
    /// @throws IOException if the address cannot be bound
    public static HomeAssistantDouble start(Settings settings) throws IOException {
        HomeAssistantDouble house = new HomeAssistantDouble(settings);
        try {
            house.restart();
        } catch (IOException e) {
            house.close();
            throw e;
        }
        long pause = settings.timing().event().toNanos();
        var _ = house.loops.scheduleWithFixedDelay(house::measure, pause, pause, TimeUnit.NANOSECONDS);
        return house;
    }

    /// Where it listens; the port stays the same over a restart.
    public synchronized InetSocketAddress address() {
        return address;
    }

    public int port() {
        return address().getPort();
    }

    /// What it received so far.
    public Recorder recorder() {
        return recorder;
    }

    /// Fires an event with one value to every subscriber, as a device in the house would.
    public void fire(String eventType, String key, String value) {
        events.publish(eventType, Json.object(key, value));
    }

    /// From now on every view answers 503, as while Home Assistant shuts down.
    public void beginStopping() {
        stopping = true;
    }

    /// Stops listening and drops all connections; the port is free when this returns.
    public synchronized void stop() {
        // The acceptor has a thread of its own: NIO frees the port of a closed listener at its selector's next turn
        // only, and the end of the thread is one.
        if (acceptor != null) {
            end(acceptor);
            acceptor = null;
        }
        if (connections != null) {
            connections.close().awaitUninterruptibly();
            connections = null;
        }
    }

    /// Stops if it runs, and starts again on the same port: refresh tokens are still known, login flows, signed
    /// paths and camera tokens are not.
    ///
    /// @throws IOException if the address cannot be bound
    public synchronized void restart() throws IOException {
        stop();
        stopping = false;
        Boot boot = new Boot(settings, recorder, tokens, events, () -> stopping);
        ChannelGroup group = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        EventLoopGroup accepting = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(accepting, loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(handlers(boot, group));
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            end(accepting);
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "stand-in: cannot listen on %s (expected: a free port). Is another program using it?",
                            address),
                    bound.cause());
        }
        acceptor = accepting;
        connections = group;
        address = (InetSocketAddress) bound.channel().localAddress();
    }

    private static ChannelHandler handlers(Boot boot, ChannelGroup group) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                boot.recorder().opened();
                channel.closeFuture().addListener(_ -> boot.recorder().closed());
                group.add(channel);
                channel.pipeline()
                        .addLast(
                                new HttpResponseEncoder(),
                                new WireDecoder(),
                                new FlowControlHandler(),
                                new Connection(boot));
            }
        };
    }

    private void measure() {
        if (events.isHeard()) {
            temperature = 190 + (temperature - 190 + 3) % 60;
            String state = String.format(Locale.ROOT, "%.1f", temperature / 10.0);
            events.publish(
                    "state_changed",
                    Json.object(
                            "entity_id",
                            Entities.THERMOMETER,
                            "new_state",
                            Json.object("entity_id", Entities.THERMOMETER, "state", state)));
        }
    }

    @Override
    public void close() {
        stop();
        end(loops);
    }

    private static void end(EventLoopGroup group) {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
