package dev.portcullis.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A client at an address of its own, as a trusted proxy on loopback tells of it; one connection for all it asks, for
/// as long as that lives.
final class Caller implements AutoCloseable {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final byte[] NO_MASK = new byte[4];

    private final int port;
    private final String host;
    private final String address;
    private Visitor visitor;

    /// What a login gives.
    record Tokens(String access, String refresh) {}

    Caller(int port, String host, String address) throws IOException {
        this.port = port;
        this.host = host;
        this.address = address;
        visitor = arrive();
    }

    private Visitor arrive() throws IOException {
        Visitor fresh = new Visitor(port, host);
        fresh.socket().setTcpNoDelay(true);
        return fresh;
    }

    Visitor.Reply get(String target, String... fields) throws IOException {
        send("GET", target, fields);
        return answered("GET");
    }

    private void send(String method, String target, String... fields) throws IOException {
        List<String> all = new ArrayList<>(List.of(fields));
        all.add("X-Forwarded-For: " + address);
        visitor.send(method, target, all.toArray(String[]::new));
    }

    private Visitor.Reply answered(String method) throws IOException {
        Visitor.Reply reply = visitor.reply(method);
        if (reply.field("Connection").filter("close"::equalsIgnoreCase).isPresent()) {
            visitor.close();
            visitor = arrive();
        }
        return reply;
    }

    private Visitor.Reply post(String target, String type, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        send("POST", target, "Content-Type: " + type, "Content-Length: " + octets.length);
        visitor.socket().getOutputStream().write(octets);
        return answered("POST");
    }

    /// Asks for an access token with what it keeps.
    Visitor.Reply refresh(String refreshToken) throws IOException {
        return post(
                "/auth/token", FORM, "grant_type=refresh_token&client_id=" + id() + "&refresh_token=" + refreshToken);
    }

    Visitor.Reply revoke(String refreshToken) throws IOException {
        return post("/auth/token", FORM, "action=revoke&token=" + refreshToken);
    }

    /// Opens a login form.
    ///
    /// @return the id of the flow
    String flow() throws IOException {
        String body = "{\"client_id\":\"%s\",\"handler\":[\"homeassistant\",null],\"redirect_uri\":\"%s\"}"
                .formatted(id(), id());
        return JsonText.member(post("/auth/login_flow", JSON, body).body(), "flow_id");
    }

    /// Fills a login form in.
    Visitor.Reply fill(String flow, String password) throws IOException {
        String body = "{\"client_id\":\"%s\",\"username\":\"owner\",\"password\":\"%s\"}".formatted(id(), password);
        return post("/auth/login_flow/" + flow, JSON, body);
    }

    Tokens login() throws IOException {
        String code = JsonText.member(fill(flow(), "correct-horse").body(), "result");
        String tokens = post("/auth/token", FORM, "grant_type=authorization_code&client_id=" + id() + "&code=" + code)
                .body();
        return new Tokens(JsonText.member(tokens, "access_token"), JsonText.member(tokens, "refresh_token"));
    }

    private String id() {
        return "https://" + host + "/";
    }

    /// Tries a token on a websocket, over a connection of its own.
    ///
    /// @return the house's answer
    String talk(String token) throws IOException {
        try (Visitor socket = new Visitor(port, host)) {
            socket.send(
                    "GET",
                    "/api/websocket",
                    "X-Forwarded-For: " + address,
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==");
            if (socket.head().status() != 101) {
                throw new IOException("no websocket");
            }
            frame(socket.in());
            socket.socket().getOutputStream().write(masked("{\"type\":\"auth\",\"access_token\":\"" + token + "\"}"));
            return frame(socket.in());
        }
    }

    private static byte[] masked(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(8 + octets.length).put((byte) 0x81);
        if (octets.length < 126) {
            frame.put((byte) (0x80 | octets.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) octets.length);
        }
        frame.put(NO_MASK).put(octets).flip();
        byte[] all = new byte[frame.remaining()];
        frame.get(all);
        return all;
    }

    private static String frame(InputStream in) throws IOException {
        byte[] head = in.readNBytes(2);
        int length = head[1] & 0x7f;
        if (length == 126) {
            length = ByteBuffer.wrap(in.readNBytes(2)).getShort();
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        visitor.close();
    }
}
