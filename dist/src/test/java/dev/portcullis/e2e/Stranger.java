package dev.portcullis.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// Somebody with an address of their own, at a server with `proxy_protocol_from: [127.0.0.1]`: every connection begins
/// with a line that tells where it comes from (PROXY protocol, version 1), then TLS.
///
/// @param address IPv4 or IPv6
record Stranger(int port, String host, String address) {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    /// The same person with another address.
    Stranger movedTo(String next) {
        return new Stranger(port, host, next);
    }

    Visitor connect() throws IOException {
        Socket plain = new Socket("127.0.0.1", port);
        plain.getOutputStream().write(line().getBytes(StandardCharsets.ISO_8859_1));
        return new Visitor(Tls.over(plain, host), host);
    }

    /// What a websocket client is to send first.
    String line() {
        boolean six = address.contains(":");
        return "PROXY " + (six ? "TCP6 " : "TCP4 ") + address + (six ? " ::1 " : " 127.0.0.1 ") + "40000 443\r\n";
    }

    /// One request on a connection of its own.
    Visitor.Reply ask(String method, String target, String... fields) throws IOException {
        try (Visitor visitor = connect()) {
            return visitor.exchange(method, target, fields);
        }
    }

    /// A try to log in, in a login flow and on a connection of its own: always 200, and what came of it inside.
    Visitor.Reply tries(String user, String password) throws IOException {
        try (Visitor visitor = connect()) {
            return submit(visitor, begin(visitor), "username", user, "password", password);
        }
    }

    /// Begins a login flow.
    ///
    /// @return its id
    String begin(Visitor visitor, String... fields) throws IOException {
        String begun = visitor.post(
                        "/auth/login_flow",
                        JSON,
                        "{\"client_id\":\"" + clientId() + "\",\"handler\":[\"homeassistant\",null],\"redirect_uri\":\""
                                + clientId() + "\"}",
                        fields)
                .body();
        return JsonText.member(begun, "flow_id");
    }

    /// A step of a login flow.
    ///
    /// @param input names and values
    Visitor.Reply submit(Visitor visitor, String flow, String... input) throws IOException {
        StringBuilder body = new StringBuilder("{\"client_id\":\"" + clientId() + "\"");
        for (int i = 0; i < input.length; i += 2) {
            body.append(",\"")
                    .append(input[i])
                    .append("\":\"")
                    .append(input[i + 1])
                    .append('"');
        }
        return visitor.post("/auth/login_flow/" + flow, JSON, body.append('}').toString());
    }

    /// Logs in with the right password.
    ///
    /// @return an access token
    String token() throws IOException {
        String code = JsonText.member(tries("owner", "correct-horse").body(), "result");
        return JsonText.member(
                asksForTokens("grant_type=authorization_code&code=" + code).body(), "access_token");
    }

    /// A request for tokens.
    ///
    /// @param grant without the client's id
    Visitor.Reply asksForTokens(String grant) throws IOException {
        try (Visitor visitor = connect()) {
            return visitor.post("/auth/token", FORM, grant + "&client_id=" + clientId());
        }
    }

    /// Whether a new connection ends without a byte, although it begins as TLS does.
    boolean isTurnedAway() throws IOException {
        try (Socket plain = new Socket("127.0.0.1", port)) {
            plain.setSoTimeout((int) Patience.LIMIT.toMillis());
            plain.getOutputStream().write(line().getBytes(StandardCharsets.ISO_8859_1));
            plain.getOutputStream().write(Tls.hello(host));
            InputStream in = plain.getInputStream();
            return in.read() < 0;
        } catch (SocketException _) {
            // Closed with our hello unread, which is a reset: no byte came either.
            return true;
        }
    }

    private String clientId() {
        return "https://" + host + ":" + port + "/";
    }
}
