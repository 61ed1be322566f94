package dev.portcullis.core.smuggling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An upstream that reads requests in its own way, keeps all of them, and answers each with what it was.
final class RecordingUpstream implements AutoCloseable {

    /// What its answers begin with; method and target follow.
    static final String ANSWER = "seen ";

    private final Reading reading;
    private final ServerSocket server;
    private final Thread accepting;
    private final List<Thread> serving = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    RecordingUpstream(Reading reading) throws IOException {
        this.reading = reading;
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        this.accepting = Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /// What it saw so far.
    List<Seen> seen() {
        return seen;
    }

    /// All that it saw: to be asked when nobody is connected any more.
    List<Seen> all() throws InterruptedException {
        for (Thread each : serving) {
            each.join();
        }
        return new ArrayList<>(seen);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                serving.add(Thread.ofVirtual().start(() -> serve(socket)));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            RequestReader reader = new RequestReader(new Lines(socket.getInputStream(), reading));
            for (Seen next = reader.next(); next != null; next = reader.next()) {
                seen.add(next);
                boolean ended = (next.isGarbage() && reading == Reading.STRICT) || (!next.isGarbage() && !next.whole());
                if (ended) {
                    return;
                }
                if (!next.isGarbage()) {
                    socket.getOutputStream().write(answer(next).getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException _) {
            // The other side went away.
        } finally {
            open.remove(socket);
        }
    }

    private static String answer(Seen request) {
        String body = ANSWER + request.method() + " " + request.target();
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n";
        return "HEAD".equals(request.method()) ? head : head + body;
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
            accepting.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
