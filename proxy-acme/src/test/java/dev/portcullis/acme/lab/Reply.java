package dev.portcullis.acme.lab;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jose4j.json.JsonUtil;

/// What an authority says.
public record Reply(int status, String type, Map<String, String> headers, String body) {

    public Reply {
        headers = Map.copyOf(headers);
    }

    static Reply json(int status, Map<String, Object> json) {
        return new Reply(status, "application/json", Map.of(), JsonUtil.toJson(json));
    }

    /// A problem document (RFC 8555 §6.7).
    ///
    /// @param type without its prefix
    public static Reply problem(int status, String type, String detail) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "urn:ietf:params:acme:error:" + type);
        json.put("detail", detail);
        json.put("status", status);
        return new Reply(status, "application/problem+json", Map.of(), JsonUtil.toJson(json));
    }

    /// A status and nothing else.
    public static Reply bare(int status) {
        return new Reply(status, "text/plain", Map.of(), "");
    }

    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, type, more, body);
    }

    public Reply without(String header) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove(header);
        return new Reply(status, type, fewer, body);
    }

    public Reply withType(String other) {
        return new Reply(status, other, headers, body);
    }

    public Reply withBody(String other) {
        return new Reply(status, type, headers, other);
    }

    void send(HttpExchange exchange) throws IOException {
        if (!type.isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", type);
        }
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
        if (!head && bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
