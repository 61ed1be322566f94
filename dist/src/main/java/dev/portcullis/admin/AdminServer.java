package dev.portcullis.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The admin socket: HTTP/1.1 with JSON on a Unix socket, one request for each connection.
///
/// Only our own user and root are heard. Each connection has a virtual thread and a deadline.
public final class AdminServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final long LAST_ANSWERS_MILLIS = 1000;

    private final SocketFile socket;
    private final List<AdminRoute> routes;
    private final AdminLimits limits;
    private final PeerUser peers;
    private final Semaphore free;
    private final ExecutorService exchanges = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("admin-deadlines").factory());

    private AdminServer(SocketFile socket, List<AdminRoute> routes, AdminLimits limits, PeerUser peers) {
        this.socket = socket;
        this.routes = List.copyOf(routes);
        this.limits = limits;
        this.peers = peers;
        this.free = new Semaphore(limits.connections());
    }

    /// Opens the socket and answers from now on.
    ///
    /// @param path of the socket; its missing folders are made with mode 0700
    public static AdminServer start(Path path, List<AdminRoute> routes, AdminLimits limits) throws AdminSocketTrouble {
        SocketFile socket = SocketFile.open(path);
        try {
            return start(socket, routes, limits, PeerUser.ownerOf(path));
        } catch (IOException unknownOwner) {
            socket.abandon();
            throw SocketFile.notPossible(path, "its owner cannot be told", unknownOwner);
        }
    }

    static AdminServer start(SocketFile socket, List<AdminRoute> routes, AdminLimits limits, PeerUser peers) {
        AdminServer server = new AdminServer(socket, routes, limits, peers);
        Thread.ofPlatform().daemon().name("admin-accept").start(server::accept);
        return server;
    }

    public Path path() {
        return socket.path();
    }

    /// Removes the socket; answers that are being given have a second to get out. More calls do nothing.
    @Override
    public void close() {
        socket.abandon();
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

    private void accept() {
        while (socket.channel().isOpen()) {
            try {
                dispatch(socket.channel().accept());
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException | RejectedExecutionException failed) {
                LOG.warn("{}: a connection could not be accepted: {}", path(), failed.toString());
                pause();
            }
        }
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
            LOG.debug("{}: a peer went away: {}", path(), gone.toString());
        } finally {
            free.release();
        }
    }

    private void closeLate(SocketChannel peer) {
        try {
            peer.close();
        } catch (IOException failed) {
            LOG.debug("{}: close: {}", path(), failed.toString());
        }
    }

    private AdminAnswer answer(SocketChannel peer) throws IOException {
        if (!peers.mayUse(peer)) {
            return AdminAnswer.error(403, path() + ": another user's (expected: the server's own user or root)");
        }
        try {
            HttpRequest request = HttpRequest.read(peer, limits);
            return route(request).action().apply(request.content());
        } catch (HttpRefusal refusal) {
            return refusal.answer();
        } catch (RuntimeException bug) {
            LOG.error("{}: an admin request failed", path(), bug);
            return AdminAnswer.error(500, "the request failed inside the server (expected: an answer). See its log.");
        }
    }

    private AdminRoute route(HttpRequest request) throws HttpRefusal {
        List<AdminRoute> onPath = routes.stream()
                .filter(route -> route.path().equals(request.path()))
                .toList();
        if (onPath.isEmpty()) {
            throw new HttpRefusal(404, "no such path (expected: one of docs/admin-api.md)");
        }
        for (AdminRoute route : onPath) {
            if (route.method().equals(request.method())) {
                return route;
            }
        }
        throw new HttpRefusal(
                405, "another method (expected: %s)".formatted(onPath.getFirst().method()));
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
        String head =
                "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                        .formatted(answer.status(), answer.status() < 400 ? "OK" : "Refused", body.length);
        ByteBuffer[] parts = {ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)), ByteBuffer.wrap(body)};
        while (parts[1].hasRemaining()) {
            peer.write(parts);
        }
    }
}
