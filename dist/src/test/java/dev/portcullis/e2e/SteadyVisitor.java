package dev.portcullis.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Somebody of the house, who keeps asking at a steady pace whatever others do: on a kept connection, and now and
/// then on a new one.
final class SteadyVisitor implements AutoCloseable {

    private static final long PACE_NANOS = 10_000_000;
    private static final int FRESH_EACH = 10;

    /// Longer than this nobody waits for a page.
    private static final long TOO_LONG_NANOS = 10_000_000_000L;

    private final int port;
    private final String host;
    private final List<String> failures = new ArrayList<>();
    private final Thread thread;
    private Visitor kept;
    private int asked;
    private volatile boolean enough;

    /// What came of it.
    record Outcome(int asked, List<String> failures) {

        double succeeded() {
            return asked == 0 ? 0 : 1 - failures.size() / (double) asked;
        }
    }

    SteadyVisitor(int port, String host) {
        this.port = port;
        this.host = host;
        this.thread = Thread.ofPlatform().daemon().start(this::ask);
    }

    private void ask() {
        for (int i = 0; !enough; i++) {
            long begun = System.nanoTime();
            String failure = asks(i % FRESH_EACH == 0);
            long took = System.nanoTime() - begun;
            count(failure.isEmpty() && took > TOO_LONG_NANOS ? "took " + took / 1_000_000 + " ms" : failure);
            LockSupport.parkNanos(PACE_NANOS - took);
        }
        hangUp();
    }

    /// @return what went wrong; empty for nothing
    private String asks(boolean fresh) {
        try {
            if (fresh) {
                return judged(Visitor.ask(port, host, "GET", "/"));
            }
            if (kept == null) {
                kept = new Visitor(port, host);
            }
            return judged(kept.exchange("GET", "/"));
        } catch (IOException e) {
            hangUp();
            return (fresh ? "new: " : "kept: ") + e;
        }
    }

    private static String judged(Visitor.Reply reply) {
        return reply.status() == 200 ? "" : "status " + reply.status();
    }

    private void hangUp() {
        try (Visitor old = kept) {
            kept = null;
        } catch (IOException _) {
            // It is of no use any more.
        }
    }

    private synchronized void count(String failure) {
        asked++;
        if (!failure.isEmpty()) {
            failures.add(failure);
        }
        notifyAll();
    }

    /// Waits until so many requests more were made.
    synchronized void asksAgain(int times) {
        int until = asked + times;
        try {
            while (asked < until) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Outcome outcome() {
        enough = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Outcome(asked, List.copyOf(failures));
    }

    @Override
    public void close() {
        enough = true;
    }
}
