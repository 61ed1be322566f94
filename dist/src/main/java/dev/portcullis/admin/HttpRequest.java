package dev.portcullis.admin;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// One request of the admin socket, read whole; the connection carries no second one.
///
/// @param method upper case
/// @param path without the query, not decoded: our paths need no escapes
record HttpRequest(String method, String path, AdminRequest content) {

    /// Reads no more than the limits allow.
    static HttpRequest read(SocketChannel channel, AdminLimits limits) throws IOException, HttpRefusal {
        ByteBuffer buffer = ByteBuffer.allocate(limits.headBytes());
        int headEnd = -1;
        while (headEnd < 0) {
            if (!buffer.hasRemaining()) {
                throw new HttpRefusal(
                        431, "request head: larger than %d bytes (expected: less)".formatted(limits.headBytes()));
            }
            receive(channel, buffer);
            headEnd = HttpHead.end(buffer.array(), buffer.position());
        }
        HttpHead head = HttpHead.parse(buffer.array(), headEnd);
        ByteBuffer body = ByteBuffer.allocate(head.contentLength(limits.bodyBytes()));
        if (buffer.position() - headEnd > body.capacity()) {
            throw new HttpRefusal(400, "request: bytes behind its end (expected: one request for each connection)");
        }
        body.put(buffer.array(), headEnd, buffer.position() - headEnd);
        while (body.hasRemaining()) {
            receive(channel, body);
        }
        return of(head, new String(body.array(), StandardCharsets.UTF_8));
    }

    private static void receive(SocketChannel channel, ByteBuffer buffer) throws IOException, HttpRefusal {
        if (channel.read(buffer) < 0) {
            throw new HttpRefusal(400, "request: ended early (expected: a whole request)");
        }
    }

    private static HttpRequest of(HttpHead head, String body) throws HttpRefusal {
        String[] parts = head.startLine().split(" ", -1);
        if (parts.length != 3 || !parts[1].startsWith("/")) {
            throw new HttpRefusal(400, "request line: malformed (expected: METHOD /path HTTP/1.1)");
        }
        if (!"HTTP/1.1".equals(parts[2])) {
            throw new HttpRefusal(505, "request line: another version (expected: HTTP/1.1)");
        }
        if (head.single("host").isEmpty()) {
            throw new HttpRefusal(400, "host: missing (expected: any, as RFC 9112 §3.2 demands)");
        }
        int question = parts[1].indexOf('?');
        String path = question < 0 ? parts[1] : parts[1].substring(0, question);
        String query = question < 0 ? "" : parts[1].substring(question + 1);
        return new HttpRequest(parts[0], path, new AdminRequest(parameters(query), body, head.list("accept")));
    }

    private static Map<String, String> parameters(String query) throws HttpRefusal {
        Map<String, String> parameters = new HashMap<>();
        if (query.isEmpty()) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new HttpRefusal(400, "query: a part without a name or a value (expected: name=value&…)");
            }
            String name = decode(pair.substring(0, equals));
            if (parameters.put(name, decode(pair.substring(equals + 1))) != null) {
                throw new HttpRefusal(400, "query: a name given twice (expected: each once)");
            }
        }
        return parameters;
    }

    private static String decode(String text) throws HttpRefusal {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new HttpRefusal(
                    400, "query: a malformed percent escape (expected: a percent sign and two hex digits)");
        }
    }
}
