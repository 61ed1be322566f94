package dev.portcullis.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts connections that carry one HTTP/1.1 request each, so many at a time. Each has a virtual thread and a
/// deadline.
final class Exchanges implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);
    private static final long LAST_ANSWERS_MILLIS = 1000;

    private final String name;
    private final AdminLimits limits;
    private final Answerer answerer;
    private final Semaphore free;
    private final ExecutorService exchanges = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService deadlines;

    /// Reads a request and answers it.
    interface Answerer {
        AdminAnswer answer(SocketChannel peer) throws IOException, HttpRefusal;
    }

    /// @param name for messages
    /// @param threads what threads are called
    Exchanges(String name, String threads, AdminLimits limits, Answerer answerer) {
        this.name = name;
        this.limits = limits;
        this.answerer = answerer;
        this.free = new Semaphore(limits.connections());
        this.deadlines = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(threads + "-deadlines").factory());
    }

    /// Accepts until the channel is closed.
    void accept(ServerSocketChannel channel) {
        while (channel.isOpen()) {
            try {
                dispatch(channel.accept());
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException | RejectedExecutionException failed) {
                LOG.warn("{}: a connection could not be accepted: {}", name, failed.toString());
                pause();
            }
        }
    }

    /// Answers that are being given have a second to get out. More calls do nothing.
    @Override
    public void close() {
        exchanges.shutdown();
        try {
            if (!exchanges.awaitTermination(LAST_ANSWERS_MILLIS, TimeUnit.MILLISECONDS)) {
                exchanges.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            exchanges.shutdownNow();
            Thread.currentThread().interrupt();
        }
        deadlines.shutdownNow();
    }

    /// Out of file descriptors, accept fails at once, again and again.
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void dispatch(SocketChannel peer) throws IOException {
        if (!free.tryAcquire()) {
            peer.close();
            return;
        }
        try {
            exchanges.execute(() -> serve(peer));
        } catch (RejectedExecutionException closing) {
            free.release();
            peer.close();
        }
    }

    private void serve(SocketChannel peer) {
        try (peer) {
            ScheduledFuture<?> deadline =
                    deadlines.schedule(() -> closeLate(peer), limits.time().toMillis(), TimeUnit.MILLISECONDS);
            try {
                write(peer, answer(peer));
                drain(peer);
            } finally {
                deadline.cancel(false);
            }
        } catch (IOException | RejectedExecutionException gone) {
            LOG.debug("{}: a peer went away: {}", name, gone.toString());
        } finally {
            free.release();
        }
    }

    private void closeLate(SocketChannel peer) {
        try {
            peer.close();
        } catch (IOException failed) {
            LOG.debug("{}: close: {}", name, failed.toString());
        }
    }

    private AdminAnswer answer(SocketChannel peer) throws IOException {
        try {
            return answerer.answer(peer);
        } catch (HttpRefusal refusal) {
            return refusal.answer();
        } catch (RuntimeException bug) {
            LOG.error("{}: a request failed", name, bug);
            return AdminAnswer.error(500, "the request failed inside the server (expected: an answer). See its log.");
        }
    }

    /// A close with bytes still unread would reset the connection and take the answer with it.
    private void drain(SocketChannel peer) throws IOException {
        peer.shutdownOutput();
        ByteBuffer rest = ByteBuffer.allocate(limits.headBytes());
        for (int read = 0, all = 0; read >= 0 && all <= limits.bodyBytes(); all += read) {
            rest.clear();
            read = peer.read(rest);
        }
    }

    private static void write(SocketChannel peer, AdminAnswer answer) throws IOException {
        byte[] body = (answer.json() + "\n").getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(answer.status(), answer.status() < 400 ? "OK" : "Refused", answer.type(), body.length);
        ByteBuffer[] parts = {ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)), ByteBuffer.wrap(body)};
        while (parts[1].hasRemaining()) {
            peer.write(parts);
        }
    }
}
