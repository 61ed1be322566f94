package dev.portcullis.demo;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;

/// A request on its way to a view.
///
/// @param client the address that Home Assistant would count and log
/// @param variables the parts of the path that the route left open, decoded
/// @param caller whose credentials came along, if they are good
record Request(
        String method,
        Target target,
        HttpHeaders headers,
        String client,
        Map<String, String> variables,
        Optional<RefreshTokens.RefreshToken> caller) {

    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    Request with(Map<String, String> pathVariables, Optional<RefreshTokens.RefreshToken> known) {
        return new Request(method, target, headers, client, pathVariables, known);
    }
}
