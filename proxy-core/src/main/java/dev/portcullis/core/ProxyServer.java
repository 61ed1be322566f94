package dev.portcullis.core;

import dev.portcullis.core.accept.AllowanceGate;
import dev.portcullis.core.accept.BanGate;
import dev.portcullis.core.accept.ConnectionCap;
import dev.portcullis.core.accept.ValidationReserve;
import dev.portcullis.core.pipeline.Census;
import dev.portcullis.core.pipeline.ClientPipeline;
import dev.portcullis.core.pipeline.Drain;
import dev.portcullis.core.pipeline.Generation.Everywhere;
import dev.portcullis.core.pipeline.Generations;
import dev.portcullis.core.pipeline.Listeners;
import dev.portcullis.core.pipeline.LoopState;
import dev.portcullis.core.pipeline.OpenListeners;
import dev.portcullis.core.pipeline.SocketTransport;
import dev.portcullis.core.pipeline.Tally;
import dev.portcullis.core.tally.Sum;
import dev.portcullis.core.tls.TlsContexts;
import dev.portcullis.core.tls.TlsPolicy;
import dev.portcullis.rules.net.Address;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.internal.PlatformDependent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// The running data plane.
///
/// What lives as long as the server, such as event loops, connections, listeners, and counts, is here; all that
/// follows from the configuration is a [Generation], and a change of the configuration is the change to another
/// one.
public final class ProxyServer implements AutoCloseable {

    private static final Duration RESOLVE_AGAIN = Duration.ofSeconds(30);
    private static final Duration FORGET_VALIDATIONS = Duration.ofSeconds(30);
    private static final Duration ROTATE_TICKET_KEYS = Duration.ofHours(8);

    private final SocketTransport transport;
    private final EventLoopGroup group;
    private final ConnectionCap httpsCap;
    private final ConnectionCap httpCap;
    private final Tally tally;
    private final Generations generations;
    private final Map<EventLoop, LoopState> loops;
    private final OpenListeners listeners;
    private final AtomicBoolean closing = new AtomicBoolean();
    /// One change at a time, and none while all ends.
    private final ReentrantLock changing = new ReentrantLock(true);
    private volatile Everywhere current;

    private ProxyServer(
            ProxyConfig config,
            Certificates certificates,
            HttpChallenges httpChallenges,
            TlsChallenges tlsChallenges,
            Protection protection,
            ProxyEvents events,
            InheritedSockets inherited,
            InstantSource time)
            throws StartFailure {
        transport = SocketTransport.of(config.transport());
        httpsCap = cap(config.limits());
        // A cap of its own: full house on https must not stand in the way of an ACME validation.
        httpCap = cap(config.limits());
        tally = new Tally(events);
        BanGate bans = new BanGate(protection, time);
        group = transport.start(config.eventLoops());
        try {
            Set<EventLoop> all = eventLoops(group);
            generations = new Generations(
                    new Generations.World(transport, httpChallenges, tlsChallenges, protection, events, time),
                    tally,
                    bans,
                    all);
            current = generations.of(config, certificates, Optional.empty());
            loops = LoopState.of(current);
            ClientPipeline.Gates gates = new ClientPipeline.Gates(bans, new AllowanceGate(protection, time));
            ClientPipeline https =
                    new ClientPipeline(loops, door(httpsCap, tlsChallenges::awaited, true), tally, gates);
            ClientPipeline http =
                    new ClientPipeline(loops, door(httpCap, httpChallenges::awaited, false), tally, gates);
            listeners = new OpenListeners(
                    new Listeners(group, transport, https, inherited),
                    new Listeners(group, transport, http, inherited));
            listeners.change(config).commit();
        } catch (StartFailure e) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
            throw e;
        }
        every(RESOLVE_AGAIN, () -> current.shared().upstreams().refresh());
        every(FORGET_VALIDATIONS, () -> contexts().forgetValidations(tlsChallenges));
        every(ROTATE_TICKET_KEYS, () -> contexts().rotateTicketKeys());
    }

    /// Opens every listener and serves from then on.
    ///
    /// @param inherited listening sockets that are open already
    /// @throws StartFailure if a listener cannot be bound or an upstream's name does not resolve; nothing is left
    ///     open
    public static ProxyServer start(
            ProxyConfig config,
            Certificates certificates,
            HttpChallenges httpChallenges,
            TlsChallenges tlsChallenges,
            Protection protection,
            ProxyEvents events,
            InheritedSockets inherited,
            InstantSource time)
            throws StartFailure {
        return new ProxyServer(
                config, certificates, httpChallenges, tlsChallenges, protection, events, inherited, time);
    }

    private static Set<EventLoop> eventLoops(EventLoopGroup group) {
        Set<EventLoop> all = new LinkedHashSet<>();
        group.forEach(executor -> all.add((EventLoop) executor));
        return all;
    }

    private static ConnectionCap cap(ProxyConfig.Limits limits) {
        return new ConnectionCap(limits.connections(), limits.reserved());
    }

    private static ClientPipeline.Door door(ConnectionCap cap, BooleanSupplier awaited, boolean tls) {
        ValidationReserve reserve =
                new ValidationReserve(awaited, ValidationReserve.PLACES, ValidationReserve.VALIDATIONS);
        return new ClientPipeline.Door(cap, reserve, tls);
    }

    /// Serves another configuration from now on. Blocks until it is in force everywhere; never called on an
    /// event loop.
    ///
    /// Connections stay, and what they carry; only listeners whose address is new are bound, and those that are
    /// gone closed. Upstreams that did not change keep their connections. Requests that begin after this are
    /// judged by the new configuration, on old connections too; new connections have its limits and time-outs.
    /// What was under way and would not be allowed now ends: exchanges and tunnels that no rule exposes to
    /// their client any more, connections for names that are not served, and those of peers that begin or cease
    /// to speak for others. The signals of [Protection] are asked for again. Transport and number of event
    /// loops stay as they were.
    ///
    /// @param certificates for the new configuration's sites
    /// @return how many connections, exchanges and tunnels were ended
    /// @throws StartFailure if a listener cannot be bound or a new upstream's name does not resolve; then
    ///     nothing has changed
    public int reload(ProxyConfig config, Certificates certificates) throws StartFailure {
        changing.lock();
        try {
            if (closing.get()) {
                throw new StartFailure("the server is stopping (expected: one that runs).");
            }
            Everywhere former = current;
            Everywhere next = generations.of(config, certificates, Optional.of(former));
            OpenListeners.Change change;
            try {
                change = listeners.change(config);
            } catch (StartFailure e) {
                next.shared().tls().contexts().close();
                throw e;
            }
            httpsCap.limits(config.limits().connections(), config.limits().reserved());
            httpCap.limits(config.limits().connections(), config.limits().reserved());
            next.shared().upstreams().enforceLimits();
            current = next;
            int ended = LoopState.swap(loops, next);
            former.shared().tls().contexts().close();
            change.commit();
            return ended;
        } finally {
            changing.unlock();
        }
    }

    private TlsContexts contexts() {
        return current.shared().tls().contexts();
    }

    /// Never on an event loop: what is repeated here may block.
    private void every(Duration period, Runnable task) {
        group.next()
                .scheduleAtFixedRate(
                        () -> Thread.ofVirtual().start(task),
                        period.toMillis(),
                        period.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// Closes what these clients have open, within a moment: connections, requests under way, websockets. A front
    /// proxy's connection only if what it carries just now is theirs. Any thread; returns at once.
    public void evict(Predicate<Address> banned) {
        if (!closing.get()) {
            loops.forEach((loop, state) -> loop.execute(() -> state.live().evict(banned)));
        }
    }

    /// The event loops, to see whether each still takes turns: what is run there must not block.
    public List<Executor> loops() {
        return List.copyOf(loops.keySet());
    }

    /// What is going on right now.
    public ServerStatus status() {
        return new ServerStatus(
                transport.name(),
                TlsPolicy.name(transport.tls()),
                listeners.bound(true),
                listeners.bound(false),
                httpsCap.open() + httpCap.open(),
                tally.tunnels(),
                tally.requests(),
                tally.refusals(),
                current.shared().upstreams().snapshot());
    }

    /// What has passed since start, and what is open now.
    public Traffic traffic() {
        Sum sum = new Sum(loops.values().stream().map(LoopState::tally).toList());
        long buffers = ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider pool
                ? pool.metric().usedDirectMemory()
                : 0;
        return new Traffic(
                List.of(
                        new Traffic.Listener("https", httpsCap.open(), sum.acceptedHttps()),
                        new Traffic.Listener("http", httpCap.open(), sum.acceptedHttp())),
                current.shared().config().limits().connections(),
                sum.protocols(),
                tally.refusalsByName(),
                sum.sites(),
                buffers,
                PlatformDependent.maxDirectMemory());
    }

    /// Who is connected now, busiest first. Blocks for a moment; never called on an event loop.
    public List<ClientActivity> busiest(int most) {
        return closing.get() ? List.of() : new Census(loops).busiest(most);
    }

    /// Stops accepting, lets requests in flight finish within `timeouts.drain`, says goodbye to websockets,
    /// then closes everything. Blocks; never called on an event loop. A second call does nothing.
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        changing.lock();
        try {
            new Drain(listeners.channels(), loops)
                    .run(current.shared().config().timeouts().drain());
        } finally {
            changing.unlock();
        }
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
