package dev.portcullis.admin;

import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// An answer of the admin socket.
///
/// @param status an HTTP status
/// @param json one JSON value in ASCII, or text of another type
/// @param type of that text
public record AdminAnswer(int status, String json, String type) {

    private static final String JSON = "application/json";

    /// An answer in JSON.
    public AdminAnswer(int status, String json) {
        this(status, json, JSON);
    }

    /// An answer whose JSON object has the members that `members` writes.
    public static AdminAnswer object(int status, Consumer<JsonGenerator> members) {
        return new AdminAnswer(status, AdminJson.object(members));
    }

    /// What is not known before the server serves.
    public static AdminAnswer starting() {
        return error(503, "the server is still starting (expected: a moment's patience)");
    }

    /// `{"error": message}`; the message is for people, in the form `where: what was found (expected: …). Hint.`
    public static AdminAnswer error(int status, String message) {
        return object(status, json -> json.writeStringProperty("error", message));
    }
}
