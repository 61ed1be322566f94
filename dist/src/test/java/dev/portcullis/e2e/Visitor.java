package dev.portcullis.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One connection of a client that sends exactly what it is told to.
final class Visitor implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final String host;

    /// One answer.
    ///
    /// @param fields the lines of the head behind the first
    record Reply(int status, List<String> fields, String body) {

        Optional<String> field(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return fields.stream()
                    .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(field -> field.substring(start.length()).strip())
                    .findFirst();
        }
    }

    /// @param host the name to ask for, in TLS and in HTTP
    Visitor(int port, String host) throws IOException {
        this(port, host, host);
    }

    Visitor(int port, String serverName, String host) throws IOException {
        this(Tls.connect(port, serverName), host);
    }

    /// @param secure with TLS, its handshake done
    Visitor(Socket secure, String host) throws IOException {
        this.socket = secure;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.host = host;
    }

    /// One request on a connection of its own.
    static Reply ask(int port, String host, String method, String target, String... fields) throws IOException {
        try (Visitor visitor = new Visitor(port, host)) {
            return visitor.exchange(method, target, fields);
        }
    }

    /// Sends a request without a body and reads the answer.
    Reply exchange(String method, String target, String... fields) throws IOException {
        send(method, target, fields);
        return reply(method);
    }

    /// Sends a request with a body and reads the answer.
    Reply post(String target, String contentType, String body, String... fields) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>(List.of(fields));
        all.add("Content-Type: " + contentType);
        all.add("Content-Length: " + bytes.length);
        send("POST", target, all.toArray(String[]::new));
        socket.getOutputStream().write(bytes);
        return reply("POST");
    }

    void send(String method, String target, String... fields) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    Reply reply(String method) throws IOException {
        Reply head = head();
        String body = method.equals("HEAD") ? "" : body(head);
        return new Reply(head.status(), head.fields(), body);
    }

    /// The head of an answer; what follows is still to be read.
    Reply head() throws IOException {
        String first = readLine();
        List<String> fields = new ArrayList<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            fields.add(line);
        }
        return new Reply(Integer.parseInt(first.split(" ", 3)[1]), fields, "");
    }

    private String body(Reply head) throws IOException {
        if (head.field("Transfer-Encoding").isPresent()) {
            return chunks();
        }
        Optional<String> length = head.field("Content-Length");
        byte[] bytes = length.isPresent() ? in.readNBytes(Integer.parseInt(length.get())) : in.readAllBytes();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(readLine(), 16);
            body.write(in.readNBytes(size));
            readLine();
            if (size == 0) {
                return body.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new java.io.EOFException("the server closed the connection after \"" + line + "\"");
            }
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    InputStream in() {
        return in;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
