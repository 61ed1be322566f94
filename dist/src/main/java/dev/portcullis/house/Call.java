package dev.portcullis.house;

import dev.portcullis.rules.net.Address;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One GET over a connection, written by hand: what answers may be anything, and the difference is what is asked
/// for.
public final class Call {

    private static final int LONGEST_HEAD = 32 * 1024;
    private static final int LONGEST_BODY = 64 * 1024;

    private final Link link;
    private final InputStream in;

    public Call(Link link) throws IOException {
        this.link = link;
        this.in = link.socket().getInputStream();
    }

    /// Asks, and reads the answer.
    ///
    /// @param host the Host field
    /// @param fields further ones, `Name: value`
    /// @throws NoHttp if what comes back is no HTTP, or nothing at all
    public Reply get(String host, String target, List<String> fields) throws IOException {
        Head head = send(host, target, fields, "Connection: close");
        String body = new String(body(head.fields), StandardCharsets.UTF_8);
        return new Reply(
                head.status,
                head.fields,
                body,
                Address.of(link.socket().getLocalAddress()).toString());
    }

    /// Asks for a websocket.
    ///
    /// @return the first message, if it is one of text; empty if the answer is another than 101
    Optional<String> firstMessage(String host, String target) throws IOException {
        Head head = send(
                host,
                target,
                List.of(
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        // 16 octets of zero, base64: nobody needs to be surprised by it (RFC 6455 §4.1).
                        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="),
                "Connection: Upgrade");
        if (head.status != 101) {
            return Optional.empty();
        }
        int first = octet();
        int length = octet() & 0x7f;
        if (length == 126) {
            length = (octet() << 8) | octet();
        }
        // A final frame of text (RFC 6455 §5.2); a greeting of 64 KiB is none.
        return first == 0x81 && length < 127 << 8
                ? Optional.of(new String(exactly(length), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private Head send(String host, String target, List<String> fields, String connection) throws IOException {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        fields.forEach(field -> request.append(field).append("\r\n"));
        request.append("User-Agent: portcullis\r\nAccept-Encoding: identity\r\n")
                .append(connection)
                .append("\r\n\r\n");
        link.socket().getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
        link.socket().getOutputStream().flush();
        return head();
    }

    private Head head() throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            if (octets.size() >= LONGEST_HEAD) {
                throw new NoHttp("an answer without an end of its head");
            }
            int next = read();
            if (next < 0) {
                throw new NoHttp(octets.size() == 0 ? "the connection was closed without an answer" : "no HTTP");
            }
            octets.write(next);
            if (octets.size() == 5
                    && !octets.toString(StandardCharsets.ISO_8859_1).equals("HTTP/")) {
                throw new NoHttp("no HTTP");
            }
            text = next == '\n' ? octets.toString(StandardCharsets.ISO_8859_1) : "";
        }
        return parse(text);
    }

    private static Head parse(String text) throws NoHttp {
        List<String> lines = text.lines().toList();
        String[] first = lines.getFirst().split(" ", 3);
        if (first.length < 2 || first[1].length() != 3 || !first[1].chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new NoHttp("no HTTP");
        }
        Map<String, String> fields = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.putIfAbsent(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return new Head(Integer.parseInt(first[1]), fields);
    }

    private byte[] body(Map<String, String> fields) throws IOException {
        if (fields.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            return chunks();
        }
        int length = LONGEST_BODY;
        try {
            length = Math.clamp(Long.parseLong(fields.getOrDefault("content-length", "")), 0, LONGEST_BODY);
        } catch (NumberFormatException _) {
            // Until the end of the connection, then.
        }
        return upTo(length);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (body.size() < LONGEST_BODY) {
            String line = line();
            int length;
            try {
                length = Integer.parseInt(line.split(";", 2)[0].strip(), 16);
            } catch (NumberFormatException _) {
                throw new NoHttp("a chunk without a length");
            }
            if (length <= 0) {
                break;
            }
            body.writeBytes(upTo(Math.min(length, LONGEST_BODY)));
            var _ = line();
        }
        return body.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = read(); next >= 0 && next != '\n' && line.length() < LONGEST_HEAD; next = read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] octets = upTo(length);
        if (octets.length < length) {
            throw new EOFException("the connection was closed within an answer");
        }
        return octets;
    }

    private byte[] upTo(int length) throws IOException {
        byte[] octets = new byte[length];
        int filled = 0;
        while (filled < length) {
            link.socket().setSoTimeout(link.time().millisLeft());
            int read = in.read(octets, filled, length - filled);
            if (read < 0) {
                break;
            }
            filled += read;
        }
        return Arrays.copyOf(octets, filled);
    }

    private int octet() throws IOException {
        int next = read();
        if (next < 0) {
            throw new EOFException("the connection was closed within an answer");
        }
        return next;
    }

    private int read() throws IOException {
        link.socket().setSoTimeout(link.time().millisLeft());
        return in.read();
    }

    private record Head(int status, Map<String, String> fields) {}

    /// Whoever answered speaks something else, or nothing.
    public static final class NoHttp extends IOException {

        private static final long serialVersionUID = 1L;

        NoHttp(String message) {
            super(message);
        }
    }
}
