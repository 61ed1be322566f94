package dev.portcullis.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A raw HTTP/1.1 client: sends what it is told, byte for byte, and reads one answer at a time.
final class WireClient implements AutoCloseable {

    /// An answer as received; the body is without its framing.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reply(int status, List<String> lines, byte[] body) {

        String header(String name) {
            return headers(name).stream().findFirst().orElse("-");
        }

        List<String> headers(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return lines.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .toList();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final Socket socket;
    private final InputStream in;

    WireClient(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        in = new BufferedInputStream(socket.getInputStream(), 65_536);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    InputStream body() {
        return in;
    }

    Reply exchange(String request) throws IOException {
        send(request);
        return reply(request.startsWith("HEAD "));
    }

    Reply reply(boolean head) throws IOException {
        Reply start = head();
        if (head || start.status() < 200 || start.status() == 204) {
            return start;
        }
        if (start.header("Transfer-Encoding").equals("chunked")) {
            return new Reply(start.status(), start.lines(), chunks());
        }
        return new Reply(
                start.status(), start.lines(), in.readNBytes(Integer.parseInt(start.header("Content-Length"))));
    }

    /// Status line and header lines only.
    Reply head() throws IOException {
        List<String> lines = new ArrayList<>();
        String first = line();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return new Reply(Integer.parseInt(first.split(" ", 3)[1]), lines, new byte[0]);
    }

    /// One chunk of a chunked body; empty for the last.
    byte[] chunk() throws IOException {
        int size = Integer.parseInt(line(), 16);
        byte[] bytes = in.readNBytes(size);
        if (size > 0) {
            line();
        }
        return bytes;
    }

    /// The lines behind the last chunk.
    List<String> trailers() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
            body.writeBytes(chunk);
        }
        trailers();
        return body.toByteArray();
    }

    /// Whether the other side has closed; waits for it.
    boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException _) {
            return true;
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("connection closed after: " + line);
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
