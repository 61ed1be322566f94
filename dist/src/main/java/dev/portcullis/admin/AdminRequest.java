package dev.portcullis.admin;

import java.util.Map;
import java.util.Optional;

/// A request to the admin socket, decoded.
///
/// @param parameters of the query; each name once
/// @param body as text, empty where there was none
/// @param accept which types of answers are asked for (RFC 9110 §12.5.1); empty for any
public record AdminRequest(Map<String, String> parameters, String body, String accept) {

    public AdminRequest {
        parameters = Map.copyOf(parameters);
    }

    /// For any type of answer.
    public AdminRequest(Map<String, String> parameters, String body) {
        this(parameters, body, "");
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
