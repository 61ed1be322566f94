package dev.portcullis.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Carries connections to a server, each behind a line that tells where it comes from (PROXY protocol, version 1),
/// for clients that cannot say such a line themselves.
final class ProxyLine implements AutoCloseable {

    private final ServerSocket door = new ServerSocket();
    private final int port;
    private final byte[] line;
    private final AtomicInteger opened = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    ProxyLine(int port, String line) throws IOException {
        this.port = port;
        this.line = line.getBytes(StandardCharsets.ISO_8859_1);
        door.bind(new InetSocketAddress(InetAddress.getByName("localhost"), 0));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /// How many connections there have been.
    int opened() {
        return opened.get();
    }

    /// How many the server has not ended yet.
    int open() {
        return open.size();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket("127.0.0.1", port);
                open.add(server);
                opened.incrementAndGet();
                server.getOutputStream().write(line);
                Thread.ofVirtual().start(() -> carry(client, server));
                Thread.ofVirtual().start(() -> {
                    carry(server, client);
                    open.remove(server);
                });
            } catch (IOException _) {
                // The door was closed, or the server is gone.
            }
        }
    }

    /// Until either side ends, which ends both.
    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
        } catch (IOException _) {
            // A reset is an end, too.
        }
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
