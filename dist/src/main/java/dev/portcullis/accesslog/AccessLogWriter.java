package dev.portcullis.accesslog;

import dev.portcullis.config.Config.AccessLog;
import dev.portcullis.core.StartFailure;
import dev.portcullis.rules.signal.Observation;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The access log: one line for each observation, written by a thread of its own.
///
/// Nobody waits for the disk: what comes while the queue is full is lost, counted, and told by a line
/// `{"ts":…,"lost":N}` once there is room.
public final class AccessLogWriter implements AutoCloseable {

    static final int CAPACITY = 16_384;

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");
    private static final int PIECE = 64 * 1024;
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final LogTarget target;
    private final Function<Observation, String> format;
    private final InstantSource time;
    private final Duration retry;
    private final Consumer<String> tell;

    private final Queue<Observation> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread;
    private long lostTold;
    private volatile boolean idle;
    private volatile boolean closing;
    private volatile String trouble = "";

    /// @param retry how long to wait after a failure
    /// @param tell hears of the first of several failures, and of their end
    AccessLogWriter(
            LogTarget target,
            Function<Observation, String> format,
            InstantSource time,
            Duration retry,
            Consumer<String> tell) {
        this.target = target;
        this.format = format;
        this.time = time;
        this.retry = retry;
        this.tell = tell;
        this.thread = Thread.ofPlatform().name("access-log").daemon().unstarted(this::run);
    }

    /// Begins to write where the configuration says; empty if it says `off`.
    ///
    /// @param format one line without a line break
    /// @throws StartFailure if the file cannot be opened
    public static Optional<AccessLogWriter> open(
            AccessLog where, Function<Observation, String> format, InstantSource time) throws StartFailure {
        return switch (where) {
            case AccessLog.Off _ -> Optional.empty();
            case AccessLog.Stdout _ -> Optional.of(started(new StreamTarget(System.out), format, time));
            case AccessLog.ToFile(Path file) -> {
                try {
                    yield Optional.of(started(new FileTarget(file, time), format, time));
                } catch (IOException e) {
                    throw new StartFailure("logs.access: " + file + ": cannot be opened: " + reason(e)
                            + " (expected: a file that this user may write, in a folder that exists).");
                }
            }
        };
    }

    private static AccessLogWriter started(LogTarget target, Function<Observation, String> format, InstantSource time) {
        AccessLogWriter writer = new AccessLogWriter(target, format, time, RETRY, LOG::warn);
        writer.start();
        return writer;
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _, FileNotFoundException _ -> "no such folder";
            default -> String.valueOf(failure.getMessage());
        };
    }

    void start() {
        thread.start();
    }

    /// Hands an observation over. Never waits; used on any thread.
    public void write(Observation observation) {
        if (waiting.incrementAndGet() > CAPACITY) {
            waiting.decrementAndGet();
            lost.incrementAndGet();
            return;
        }
        queue.add(observation);
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    /// How many observations were lost since start.
    public long lost() {
        return lost.get();
    }

    /// Why nothing can be written now; empty while all is well.
    public String trouble() {
        return trouble;
    }

    private void run() {
        StringBuilder piece = new StringBuilder();
        boolean goOn = true;
        while (goOn) {
            fill(piece);
            if (!piece.isEmpty()) {
                goOn = deliver(ByteBuffer.wrap(piece.toString().getBytes(StandardCharsets.UTF_8)));
                piece.setLength(0);
            } else if (closing) {
                goOn = false;
            } else {
                rest();
            }
        }
    }

    private void fill(StringBuilder piece) {
        long all = lost.get();
        if (all > lostTold) {
            piece.append("{\"ts\":\"")
                    .append(time.instant())
                    .append("\",\"lost\":")
                    .append(all - lostTold)
                    .append("}\n");
            lostTold = all;
        }
        Observation next = queue.poll();
        while (next != null) {
            waiting.decrementAndGet();
            append(next, piece);
            next = piece.length() < PIECE ? queue.poll() : null;
        }
    }

    private void append(Observation observation, StringBuilder piece) {
        try {
            piece.append(format.apply(observation)).append('\n');
        } catch (RuntimeException e) {
            // One observation that cannot be spelled must not end the log.
            lost.incrementAndGet();
            LOG.debug("access log: an observation could not be written", e);
        }
    }

    /// Parks until there is something to do. Looks again after saying so: what came just before wakes nobody.
    private void rest() {
        idle = true;
        if (queue.isEmpty() && !closing) {
            LockSupport.park(this);
        }
        idle = false;
    }

    /// False once there is nobody left to deliver to.
    private boolean deliver(ByteBuffer lines) {
        while (lines.hasRemaining()) {
            boolean lastTry = closing;
            try {
                target.write(lines);
                succeeded();
            } catch (IOException e) {
                failed(e);
                if (lastTry) {
                    lost.addAndGet(lineCount(lines) + waiting.get());
                    return false;
                }
                LockSupport.parkNanos(this, retry.toNanos());
            }
        }
        return true;
    }

    private void succeeded() {
        if (!trouble.isEmpty()) {
            trouble = "";
            tell.accept("access log: " + target.name() + " can be written again; " + lost.get()
                    + " lines were lost since start");
        }
    }

    private void failed(IOException failure) {
        if (trouble.isEmpty()) {
            String now = target.name() + ": cannot be written: " + failure.getMessage();
            trouble = now;
            tell.accept("access log: " + now);
        }
    }

    private static int lineCount(ByteBuffer lines) {
        int count = 0;
        for (int at = lines.position(); at < lines.limit(); at++) {
            count += lines.get(at) == '\n' ? 1 : 0;
        }
        return count;
    }

    /// Writes what waits, if that takes no longer than five seconds. Later observations are lost.
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(LAST_WORDS)) {
                thread.interrupt();
            }
            target.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("access log: {} could not be closed", target.name(), e);
        }
    }
}
