package dev.portcullis.admin;

import java.util.Map;
import java.util.Optional;

/// A request to the admin socket, decoded.
///
/// @param parameters of the query; each name once
/// @param body as text, empty where there was none
public record AdminRequest(Map<String, String> parameters, String body) {

    public AdminRequest {
        parameters = Map.copyOf(parameters);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
