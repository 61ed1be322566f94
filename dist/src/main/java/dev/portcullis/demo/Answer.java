package dev.portcullis.demo;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a view answers.
sealed interface Answer {

    String JSON = "application/json";
    String TEXT = "text/plain; charset=utf-8";

    /// An answer that is ready.
    ///
    /// @param compressible whether `Accept-Encoding` is honoured; Home Assistant does so for whatever its
    ///     views write as JSON, however short
    /// @param close ends the connection
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Whole(HttpResponseStatus status, HttpHeaders headers, byte[] body, boolean compressible, boolean close)
            implements Answer {}

    /// An answer that is written bit by bit; chunked unless `headers` give a length.
    record Flowing(HttpResponseStatus status, HttpHeaders headers, Flow flow) implements Answer {}

    /// A websocket.
    ///
    /// @param protocols whether the first sub-protocol that the client offers is taken
    record Socket(boolean protocols, Supplier<SocketSession> session) implements Answer {}

    static Whole json(int status, @Nullable Object value) {
        HttpHeaders headers = new DefaultHttpHeaders().set("Content-Type", JSON);
        return new Whole(HttpResponseStatus.valueOf(status), headers, Json.bytes(value), true, false);
    }

    static Whole json(@Nullable Object value) {
        return json(200, value);
    }

    static Whole message(int status, String message) {
        return json(status, Map.of("message", message));
    }

    static Whole text(int status, String text) {
        return of(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /// aiohttp's plain answer to an error: `404: Not Found`.
    static Whole error(int status) {
        HttpResponseStatus meaning = HttpResponseStatus.valueOf(status);
        return text(status, status + ": " + meaning.reasonPhrase());
    }

    static Whole of(int status, String contentType, byte[] body) {
        HttpHeaders headers = new DefaultHttpHeaders().set("Content-Type", contentType);
        return new Whole(HttpResponseStatus.valueOf(status), headers, body, false, false);
    }

    static Whole empty(int status) {
        return of(status, "application/octet-stream", new byte[0]);
    }

    /// What a bug in a handler looks like from outside; aiohttp hangs up after it.
    static Whole broken() {
        Whole text = text(500, "500 Internal Server Error\n\nServer got itself in trouble");
        return new Whole(text.status(), text.headers(), text.body(), false, true);
    }
}
