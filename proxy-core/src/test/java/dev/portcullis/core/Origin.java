package dev.portcullis.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An upstream made of plain sockets: it records every head as it came over the wire, and answers as the test says.
final class Origin implements AutoCloseable {

    /// Serves one request; `wire` stands behind its head.
    interface Answerer {
        void answer(String head, Wire wire) throws IOException;
    }

    /// Does all that a connection is for; it is closed afterwards.
    interface Handler {
        void handle(Socket plain) throws IOException;
    }

    private final ServerSocket server;
    private final Answerer answerer;
    private final @Nullable Handler handler;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    private final Thread accepting;

    private Origin(ServerSocket socket, int port, Answerer answerer) throws IOException {
        this(socket, port, answerer, null);
    }

    private Origin(ServerSocket socket, int port, Answerer answerer, @Nullable Handler handler) throws IOException {
        this.answerer = answerer;
        this.handler = handler;
        this.server = socket;
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        accepting = Thread.ofVirtual().start(this::accept);
    }

    /// Hands each connection over as it comes.
    static Origin connected(Handler handler) throws IOException {
        return new Origin(new ServerSocket(), 0, (head, wire) -> {}, handler);
    }

    static Origin answering(Answerer answerer) throws IOException {
        return new Origin(new ServerSocket(), 0, answerer);
    }

    static Origin onPort(int port, Answerer answerer) throws IOException {
        return new Origin(new ServerSocket(), port, answerer);
    }

    static Origin secure(ServerCertificate certificate, Answerer answerer) throws IOException {
        return new Origin(TestTls.serving(certificate).getServerSocketFactory().createServerSocket(), 0, answerer);
    }

    /// Answers that are written as they stand.
    static Origin sending(String answer) throws IOException {
        return answering((head, wire) -> wire.write(answer));
    }

    /// Answers 200 with this body to everything, reading bodies that have a Content-Length.
    static Origin saying(String body) throws IOException {
        return answering((head, wire) -> {
            wire.readBody(head);
            wire.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        });
    }

    int port() {
        return server.getLocalPort();
    }

    /// The heads of all requests that were seen, request line first.
    List<String> heads() {
        return heads;
    }

    String onlyHead() {
        if (heads.size() != 1) {
            throw new AssertionError("requests seen by the origin: " + heads.size() + " (expected: 1) " + heads);
        }
        return heads.getFirst();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (handler != null) {
                handler.handle(socket);
                return;
            }
            Wire wire = new Wire(socket);
            for (String head = wire.readHead(); !head.isEmpty(); head = wire.readHead()) {
                heads.add(head);
                answerer.answer(head, wire);
                if (socket.isClosed()) {
                    return;
                }
            }
        } catch (IOException e) {
            // The other side went away, as some tests want.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            // A connection that was made while it closed is accepted all the same.
            accepting.join();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
