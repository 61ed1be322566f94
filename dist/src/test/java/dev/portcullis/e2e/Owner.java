package dev.portcullis.e2e;

import java.io.IOException;

/// Someone who logs in at the house, through Portcullis, as a browser does.
record Owner(int port, String host) {

    private static final String JSON = "application/json";

    /// The answer to one try with a password: always 200, and what came of it inside.
    Visitor.Reply tries(String password) throws IOException {
        try (Visitor visitor = new Visitor(port, host)) {
            String flow = JsonText.member(
                    visitor.post(
                                    "/auth/login_flow",
                                    JSON,
                                    "{\"client_id\":\"" + client() + "\",\"handler\":[\"homeassistant\",null],"
                                            + "\"redirect_uri\":\"" + client() + "\"}")
                            .body(),
                    "flow_id");
            return visitor.post(
                    "/auth/login_flow/" + flow,
                    JSON,
                    "{\"client_id\":\"" + client() + "\",\"username\":\"owner\",\"password\":\"" + password + "\"}");
        }
    }

    /// An access token.
    String token() throws IOException {
        String code = JsonText.member(tries("correct-horse").body(), "result");
        try (Visitor visitor = new Visitor(port, host)) {
            String tokens = visitor.post(
                            "/auth/token",
                            "application/x-www-form-urlencoded",
                            "grant_type=authorization_code&client_id=" + client() + "&code=" + code)
                    .body();
            return JsonText.member(tokens, "access_token");
        }
    }

    private String client() {
        return "https://" + host + ":" + port + "/";
    }
}
