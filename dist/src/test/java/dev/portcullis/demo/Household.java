package dev.portcullis.demo;

import java.io.IOException;
import java.net.InetSocketAddress;

/// Logs the owner in, the way a browser does.
final class Household {

    private static final String CLIENT = "http://127.0.0.1:8123/";

    private Household() {}

    /// An access token.
    static String login(InetSocketAddress house) throws IOException {
        return member(token(house), "access_token");
    }

    static String token(InetSocketAddress house) throws IOException {
        try (WireClient client = new WireClient(house)) {
            String flow = member(client.exchange(open()).text(), "flow_id");
            String code = member(
                    client.exchange(submit(flow, "owner", "correct-horse")).text(), "result");
            return client.exchange(
                            form("/auth/token", "grant_type=authorization_code&client_id=" + CLIENT + "&code=" + code))
                    .text();
        }
    }

    static String open() {
        return json(
                "/auth/login_flow",
                "{\"client_id\":\"" + CLIENT + "\",\"handler\":[\"homeassistant\",null],\"redirect_uri\":\"" + CLIENT
                        + "\"}");
    }

    static String submit(String flow, String user, String password) {
        return json(
                "/auth/login_flow/" + flow,
                "{\"username\":\"" + user + "\",\"password\":\"" + password + "\",\"client_id\":\"" + CLIENT + "\"}");
    }

    static String refresh(String refreshToken) {
        return form("/auth/token", "grant_type=refresh_token&client_id=" + CLIENT + "&refresh_token=" + refreshToken);
    }

    static String get(String target, String... headers) {
        return "GET " + target + " HTTP/1.1\r\nHost: ha.example.org\r\n" + String.join("", lines(headers)) + "\r\n";
    }

    static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    static String json(String target, String body) {
        return post(target, "application/json", body);
    }

    static String form(String target, String body) {
        return post(target, "application/x-www-form-urlencoded", body);
    }

    static String member(String json, String name) {
        return String.valueOf(Json.readObject(json).orElseThrow().get(name));
    }

    private static String post(String target, String type, String body) {
        return "POST " + target + " HTTP/1.1\r\nHost: ha.example.org\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static String[] lines(String... headers) {
        String[] lines = new String[headers.length];
        for (int i = 0; i < headers.length; i++) {
            lines[i] = headers[i] + "\r\n";
        }
        return lines;
    }
}
