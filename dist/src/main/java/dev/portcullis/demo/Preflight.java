package dev.portcullis.demo;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Answers to `OPTIONS`, as aiohttp_cors gives them.
final class Preflight {

    private static final String FAILED = "CORS preflight request failed: ";

    private Preflight() {}

    static Answer answer(HttpHeaders request, SortedSet<String> methods, boolean anyOrigin) {
        @Nullable String origin = request.get("Origin");
        if (origin == null) {
            return Answer.text(403, FAILED + "origin header is not specified in the request");
        }
        @Nullable String method = request.get("Access-Control-Request-Method");
        if (method == null) {
            return Answer.text(403, FAILED + "'Access-Control-Request-Method' header is not specified");
        }
        if (!anyOrigin) {
            return Answer.text(403, FAILED + "origin '" + origin + "' is not allowed");
        }
        if (!methods.contains(method)) {
            return Answer.text(
                    403, FAILED + "request method '" + method + "' is not allowed for '" + origin + "' origin");
        }
        Answer.Whole granted = Answer.empty(200);
        granted.headers().set("Access-Control-Allow-Origin", origin).set("Access-Control-Allow-Methods", method);
        return granted;
    }
}
