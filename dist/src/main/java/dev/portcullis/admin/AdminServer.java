package dev.portcullis.admin;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/// The admin socket: HTTP/1.1 with JSON on a Unix socket, one request for each connection.
///
/// Only our own user and root are heard.
public final class AdminServer implements AutoCloseable {

    private final SocketFile socket;
    private final List<AdminRoute> routes;
    private final AdminLimits limits;
    private final PeerUser peers;
    private final Exchanges exchanges;

    private AdminServer(SocketFile socket, List<AdminRoute> routes, AdminLimits limits, PeerUser peers) {
        this.socket = socket;
        this.routes = List.copyOf(routes);
        this.limits = limits;
        this.peers = peers;
        this.exchanges = new Exchanges(socket.path().toString(), "admin", limits, this::answer);
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
        Thread.ofPlatform().daemon().name("admin-accept").start(() -> server.exchanges.accept(socket.channel()));
        return server;
    }

    public Path path() {
        return socket.path();
    }

    /// Removes the socket; answers that are being given have a second to get out. More calls do nothing.
    @Override
    public void close() {
        socket.abandon();
        exchanges.close();
    }

    private AdminAnswer answer(SocketChannel peer) throws IOException, HttpRefusal {
        if (!peers.mayUse(peer)) {
            return AdminAnswer.error(403, path() + ": another user's (expected: the server's own user or root)");
        }
        HttpRequest request = HttpRequest.read(peer, limits);
        return route(request).action().apply(request.content());
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
}
