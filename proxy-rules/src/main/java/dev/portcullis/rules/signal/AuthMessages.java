package dev.portcullis.rules.signal;

import java.util.Set;

/// The login at the beginning of `/api/websocket` (`websocket_api/auth.py`): Home Assistant asks, the client's
/// first message answers, Home Assistant accepts or refuses.
final class AuthMessages implements MessageReader {

    private static final Set<String> ANSWER = Set.of("type", "message");
    private static final Set<String> LOGIN = Set.of("type", "access_token", "api_password");
    private static final String MALFORMED = "Auth message incorrectly formatted";

    private boolean asked;
    private boolean heard;
    private Outcome outcome = Outcome.NONE;
    private Presented presented = Presented.NONE;

    @Override
    public boolean fromServer(byte[] octets, int from, int to) {
        FlatJson json = FlatJson.read(octets, from, looked(from, to), ANSWER);
        if (!asked) {
            asked = json.has("type", "auth_required");
            return asked;
        }
        if (json.has("type", "auth_ok")) {
            outcome = Outcome.SOCKET_OK;
        } else if (json.has("type", "auth_invalid")) {
            String message = json.get("message");
            outcome = message != null && message.startsWith(MALFORMED)
                    ? Outcome.SOCKET_MALFORMED
                    : Outcome.SOCKET_REFUSED;
        }
        return false;
    }

    /// Only the first message is a login to Home Assistant, so only it is one here.
    @Override
    public boolean fromClient(byte[] octets, int from, int to) {
        if (!heard) {
            heard = true;
            FlatJson json = FlatJson.read(octets, from, looked(from, to), LOGIN);
            if (json.has("type", "auth")) {
                presented = login(json);
            }
        }
        return !decided();
    }

    /// A password is not kept in any form.
    private static Presented login(FlatJson json) {
        String token = json.get("access_token");
        if (token == null && json.get("api_password") == null) {
            return Presented.NONE;
        }
        return new Presented(Credential.Kind.SOCKET_TOKEN, token == null ? "" : token);
    }

    private static int looked(int from, int to) {
        return Math.min(to, from + LONGEST_MESSAGE);
    }

    @Override
    public boolean decided() {
        return outcome != Outcome.NONE;
    }

    Outcome outcome() {
        return outcome;
    }

    Presented presented() {
        return presented;
    }
}
