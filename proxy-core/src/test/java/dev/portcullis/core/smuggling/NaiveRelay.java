package dev.portcullis.core.smuggling;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A relay as one writes it in an afternoon: it looks for the path and for the end of the request, passes on the
/// client's own bytes, and keeps one connection to the upstream for everybody.
final class NaiveRelay implements Door {

    /// What it goes by where both are there.
    enum Trust {
        LENGTH,
        CHUNKS
    }

    /// The last number of the last such field.
    private static final Pattern LENGTH =
            Pattern.compile("(?is)^.*\ncontent-length:[^\r\n]*?([0-9]{1,9})[^0-9\r\n]*[\r\n]");
    private static final Pattern SIZE = Pattern.compile("^[0-9a-fA-F]{1,7}");
    private static final int UPSTREAM_PATIENCE = 300;

    private final int upstreamPort;
    private final Trust trust;
    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private Socket upstream;
    private Link toUpstream;

    private NaiveRelay(int upstreamPort, Trust trust) throws IOException {
        this.upstreamPort = upstreamPort;
        this.trust = trust;
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static Door before(int upstreamPort, Trust trust) {
        try {
            return new NaiveRelay(upstreamPort, trust);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Link open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
        socket.setSoTimeout(30_000);
        return new Link(socket, socket);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                if (!isApproved(head)) {
                    write(socket, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                    return;
                }
                String answer = exchange(head + body(head, in));
                if (answer.isEmpty()) {
                    return;
                }
                write(socket, answer);
            }
        } catch (IOException _) {
            // One of the sides went away.
        } finally {
            open.remove(socket);
        }
    }

    private static void write(Socket socket, String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean isApproved(String head) {
        String[] words = head.strip().split("\\s+", 3);
        return words.length > 2 && (words[1].equals(Case.PATH) || words[1].startsWith(Case.PATH + "?"));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0 && head.indexOf("\n\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                return "";
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    private String body(String head, InputStream in) throws IOException {
        boolean chunked = head.toLowerCase(Locale.ROOT).contains("chunked");
        Matcher length = LENGTH.matcher(head);
        boolean hasLength = length.lookingAt();
        if (chunked && (trust == Trust.CHUNKS || !hasLength)) {
            return chunks(in);
        }
        return hasLength ? octets(in, Integer.parseInt(length.group(1))) : "";
    }

    private static String chunks(InputStream in) throws IOException {
        StringBuilder chunks = new StringBuilder();
        String line = line(in);
        for (int size = size(line); size > 0; size = size(line)) {
            chunks.append(line).append(octets(in, size + 2));
            line = line(in);
        }
        chunks.append(line);
        do {
            line = line(in);
            chunks.append(line);
        } while (line.length() > 2);
        return chunks.toString();
    }

    private static int size(String line) {
        Matcher digits = SIZE.matcher(line);
        return digits.find() ? Integer.parseInt(digits.group(), 16) : 0;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                return line.toString();
            }
            line.append((char) octet);
        }
        return line.toString();
    }

    private static String octets(InputStream in, int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /// One request at a time; what comes back first is its answer.
    private synchronized String exchange(String request) throws IOException {
        if (upstream == null || upstream.isClosed()) {
            upstream = new Socket(InetAddress.getLoopbackAddress(), upstreamPort);
            upstream.setSoTimeout(UPSTREAM_PATIENCE);
            toUpstream = new Link(upstream, upstream);
        }
        toUpstream.write(request);
        String answer = toUpstream.readAnswer();
        if (answer.isEmpty()) {
            upstream.close();
        }
        return answer;
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
            closeUpstream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void closeUpstream() throws IOException {
        if (upstream != null) {
            upstream.close();
        }
    }
}
