package dev.portcullis.rules.signal;

import java.util.Set;

/// What the answer to a step of a login flow says (`auth/login_flow.py`): a wrong password is answered with 200.
final class LoginFlowReader {

    private static final Set<String> NAMES = Set.of("type", "reason", "errors.base", "message");

    private LoginFlowReader() {}

    /// @param start whether the flow was begun by this request
    /// @param status 0 if there was no answer
    /// @param body empty if none was seen
    /// @param guess whether a password or a code was sent
    static Outcome read(boolean start, int status, CappedBody body, boolean guess) {
        Outcome unseen = guess ? Outcome.UNSEEN_GUESS : Outcome.NONE;
        return switch (status) {
            case 200 -> {
                FlatJson json = json(body);
                Outcome outcome = ofStep(start, json);
                yield outcome == Outcome.NONE && !json.whole() ? unseen : outcome;
            }
            case 0, 500 -> unseen;
            case 400 -> ofBadRequest(json(body));
            case 403 -> Outcome.LOGIN_BLOCKED;
            case 404 -> Outcome.UNKNOWN_FLOW;
            default -> Outcome.NONE;
        };
    }

    private static FlatJson json(CappedBody body) {
        return FlatJson.read(body.octets(), 0, body.length(), NAMES);
    }

    private static Outcome ofStep(boolean start, FlatJson json) {
        String type = json.get("type");
        return switch (type == null ? "" : type) {
            case "form" -> ofForm(start, json);
            case "abort" -> ofAbort(json);
            case "create_entry" -> Outcome.LOGIN_OK;
            default -> Outcome.NONE;
        };
    }

    private static Outcome ofForm(boolean start, FlatJson json) {
        if (json.has("errors.base", "invalid_auth")) {
            return Outcome.WRONG_PASSWORD;
        }
        if (json.has("errors.base", "invalid_code")) {
            return Outcome.WRONG_CODE;
        }
        return start && json.whole() ? Outcome.FLOW_STARTED : Outcome.NONE;
    }

    private static Outcome ofAbort(FlatJson json) {
        String reason = json.get("reason");
        if (reason == null && !json.whole()) {
            return Outcome.NONE;
        }
        return switch (reason == null ? "" : reason) {
            case "too_many_retry" -> Outcome.TOO_MANY_CODES;
            case "login_expired" -> Outcome.LOGIN_EXPIRED;
            default -> Outcome.LOGIN_BLOCKED;
        };
    }

    /// Without Home Assistant's message the 400 has nothing to do with the login: that is how one answers that
    /// does not trust its proxy.
    private static Outcome ofBadRequest(FlatJson json) {
        if (json.has("message", "IP address changed")) {
            return Outcome.ADDRESS_CHANGED;
        }
        return json.get("message") == null ? Outcome.NONE : Outcome.MALFORMED_LOGIN;
    }
}
