package dev.portcullis.admin;

import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// An answer of the admin socket.
///
/// @param status an HTTP status
/// @param json one JSON value in ASCII
public record AdminAnswer(int status, String json) {

    /// An answer whose JSON object has the members that `members` writes.
    public static AdminAnswer object(int status, Consumer<JsonGenerator> members) {
        return new AdminAnswer(status, AdminJson.object(members));
    }

    /// `{"error": message}`; the message is for people, in the form `where: what was found (expected: …). Hint.`
    public static AdminAnswer error(int status, String message) {
        return object(status, json -> json.writeStringProperty("error", message));
    }
}
