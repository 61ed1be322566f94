package dev.portcullis.app;

import dev.portcullis.core.Protection;
import dev.portcullis.metrics.Metric;
import dev.portcullis.metrics.MetricsPage;
import dev.portcullis.rules.DetectionEngine;
import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.BanSnapshot;
import dev.portcullis.rules.limit.RateLimits;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.SignalReader;
import dev.portcullis.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches over the house: event loops hand observations over, one thread lets the engine judge them in turn.
///
/// That thread owns the engine, so a log of what it took in, in its order, replays to the same bans.
final class Watch implements Protection, EngineAccess, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");

    /// More than a flood leaves waiting while the engine takes in a hundred thousand a second.
    private static final int MOST_WAITING = 65_536;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PATIENCE_AT_END_MILLIS = 2000;
    private static final int MOST_KINDS = 64;

    /// At midnight it should not be asleep for long.
    private static final long LONGEST_PAUSE_SECONDS = 10;

    private final DetectionEngine engine;
    private final Consequences consequences;
    private final RateLimits limits;
    private volatile SignalReader signals;
    private final SharedAddresses shared;
    private final Consumer<Observation> accessLog;
    private final Store store;
    private final InstantSource time;
    private final BlockingQueue<Work> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final LongAdder lost = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Set<String> failures = new HashSet<>();
    private final SinceMidnight throttled = new SinceMidnight();
    private final Queue<Runnable> pulses = new ConcurrentLinkedQueue<>();
    private final Duration patience;
    private final Thread thread;

    private sealed interface Work {
        record Seen(Observation observation) implements Work {}

        record Asked(Runnable question) implements Work {}

        record End() implements Work {}
    }

    /// @param accessLog is given every observation, in the order in which the engine takes them in
    Watch(
            DetectionEngine engine,
            Consequences consequences,
            RateLimits limits,
            SignalReader signals,
            SharedAddresses shared,
            Consumer<Observation> accessLog,
            Store store,
            InstantSource time) {
        this(engine, consequences, limits, signals, shared, accessLog, store, time, PATIENCE);
    }

    /// @param patience how long whoever asks waits for an answer
    Watch(
            DetectionEngine engine,
            Consequences consequences,
            RateLimits limits,
            SignalReader signals,
            SharedAddresses shared,
            Consumer<Observation> accessLog,
            Store store,
            InstantSource time,
            Duration patience) {
        this.engine = engine;
        this.consequences = consequences;
        this.limits = limits;
        this.signals = signals;
        this.shared = shared;
        this.accessLog = accessLog;
        this.store = store;
        this.time = time;
        this.patience = patience;
        this.thread = Thread.ofPlatform().name("portcullis-watch").daemon().start(this::work);
    }

    // What the data plane asks and tells.

    @Override
    public BanSnapshot bans() {
        return consequences.bans();
    }

    @Override
    public RateLimits limits() {
        return limits;
    }

    @Override
    public SignalReader signals() {
        return signals;
    }

    /// Read by these from now on; the data plane asks when its configuration changes.
    void signals(SignalReader next) {
        signals = next;
    }

    @Override
    public void arrived(Address peer) {
        shared.arrived(peer);
    }

    @Override
    public boolean isShared(Address peer) {
        return shared.has(peer);
    }

    @Override
    public void turnedAway(Address client) {
        Address prefix = ClientKey.of(client).prefix();
        store.turnedAway(new Cidr(prefix, prefix.isIpv4() ? 32 : 64), time.instant());
    }

    @Override
    public void observe(Observation observation) {
        if (!waiting.offer(new Work.Seen(observation))) {
            lost.increment();
        }
    }

    /// Connections and requests that were over a limit since midnight, UTC, or since start.
    long throttledToday() {
        return throttled.of(limits.refused(), time.instant());
    }

    void write(MetricsPage page) {
        page.add(Metric.RATE_LIMITED, limits.refused());
        page.add(Metric.EVENTS_WAITING, waiting.size());
        page.add(Metric.EVENTS_LOST, lost.sum() + failed.sum());
    }

    /// What the owner should attend to.
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!thread.isAlive()) {
            warnings.add(
                    "protection: the watch has stopped, so nobody is banned any more. Restart, and look into the log");
        }
        if (lost.sum() > 0) {
            warnings.add("protection: " + lost + " observations came too fast to be judged since start");
        }
        if (failed.sum() > 0) {
            warnings.add("protection: " + failed + " observations could not be judged since start; the log says why");
        }
        return warnings;
    }

    // What the owner asks.

    @Override
    public <T> T look(Function<DetectionEngine, T> question) {
        return ask(() -> question.apply(engine));
    }

    @Override
    public Changed change(Function<DetectionEngine, List<Effect>> wish) {
        return ask(() -> {
            List<Effect> effects = wish.apply(engine);
            return new Changed(effects, consequences.of(effects, engine.snapshot()));
        });
    }

    private <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable asked = () -> {
            try {
                answer.complete(question.get());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        };
        try {
            if (thread.isAlive() && waiting.offer(new Work.Asked(asked), patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
            throw new IllegalStateException("the engine was not asked: it takes nothing in any more");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the engine was not asked: interrupted");
        } catch (TimeoutException _) {
            throw new IllegalStateException("the engine did not answer (expected: within " + patience.toSeconds()
                    + " s). What was asked may be done later.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the engine could not answer", e.getCause());
        }
    }

    /// Runs a task on the watch's own thread, before whatever waits: shows that it still turns. Whoever asks waits for
    /// that before asking again, so few wait here.
    void pulse(Runnable task) {
        pulses.add(task);
        // Wakes it up. If there is no room, it is awake.
        var _ = waiting.offer(new Work.Asked(() -> {}));
    }

    // The thread.

    private void work() {
        boolean on = true;
        while (on) {
            try {
                throttledToday();
                runPulses();
                Work work = waiting.poll(LONGEST_PAUSE_SECONDS, TimeUnit.SECONDS);
                on = work == null || carryOut(work);
            } catch (InterruptedException _) {
                on = false;
            } catch (Throwable e) {
                // One observation that nobody thought of must not end the watch.
                failed(e);
            }
        }
    }

    private void runPulses() {
        for (Runnable next = pulses.poll(); next != null; next = pulses.poll()) {
            next.run();
        }
    }

    /// Whoever can make one observation fail can make a million fail: each kind is logged once.
    private void failed(Throwable cause) {
        failed.increment();
        StackTraceElement[] frames = cause.getStackTrace();
        String kind = cause.getClass().getName() + (frames.length == 0 ? "" : " at " + frames[0]);
        if (failures.size() < MOST_KINDS && failures.add(kind)) {
            LOG.error("an observation could not be judged and is left out (told once for each kind)", cause);
        }
    }

    private boolean carryOut(Work work) {
        return switch (work) {
            case Work.Seen seen -> {
                accessLog.accept(seen.observation());
                shared.seen(seen.observation());
                List<Effect> effects = engine.observe(seen.observation());
                if (!effects.isEmpty()) {
                    consequences.of(effects, engine.snapshot());
                }
                yield true;
            }
            case Work.Asked asked -> {
                asked.question().run();
                yield true;
            }
            case Work.End _ -> false;
        };
    }

    /// Judges what still waits, then ends.
    @Override
    public void close() {
        try {
            if (waiting.offer(new Work.End(), PATIENCE_AT_END_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.join(PATIENCE_AT_END_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
