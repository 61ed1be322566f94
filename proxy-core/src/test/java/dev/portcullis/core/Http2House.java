package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/// A proxy for many HTTP/2 connections, before an upstream that does what the path says.
///
/// `/held` is never answered, `/echo` says the body with its trailers, `/bytes/N` as many bytes; all else `hello`.
final class Http2House implements AutoCloseable {

    /// What a client does on its connection.
    interface Step {
        void on(Http2Wire wire) throws IOException;
    }

    private final Origin origin;
    private final TestProxy proxy;

    Http2House() throws IOException {
        this(settings -> settings);
    }

    Http2House(UnaryOperator<Settings> change) throws IOException {
        origin = Origin.answering(Http2House::answer);
        proxy = TestProxy.before(origin, change);
    }

    private static void answer(String head, Wire wire) throws IOException {
        String path = head.split(" ", 3)[1];
        if (path.equals("/held")) {
            wire.in().readAllBytes();
        } else if (path.equals("/echo")) {
            String body = wire.readBody(head);
            wire.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        } else if (path.startsWith("/bytes/")) {
            int size = Integer.parseInt(path.substring("/bytes/".length()));
            wire.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            wire.out().write(new byte[size]);
        } else {
            wire.readBody(head);
            wire.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        }
    }

    TestProxy proxy() {
        return proxy;
    }

    Http2Wire connect() throws IOException {
        return Http2Wire.connect(proxy);
    }

    /// What the upstream has seen so far.
    List<String> heads() {
        return origin.heads();
    }

    /// After these steps the connection ends with this code.
    void assertBroken(Step does, int code) throws IOException {
        try (Http2Wire wire = connect()) {
            does.on(wire);

            assertThat(wire.goAway()).isEqualTo(code);
        }
    }

    /// After these steps on stream 1 that stream is reset with this code, and the connection serves on.
    void assertReset(Step does, int code) throws IOException {
        try (Http2Wire wire = connect()) {
            does.on(wire);

            assertThat(wire.answer(1).reset()).isEqualTo(code);
            assertServes(wire, 101);
        }
    }

    /// After these steps, which use streams below 101, nothing is wrong.
    void assertServes(Step does) throws IOException {
        try (Http2Wire wire = connect()) {
            does.on(wire);

            assertServes(wire, 101);
        }
    }

    static void assertServes(Http2Wire wire, int stream) throws IOException {
        wire.get(stream, "/fine");
        Http2Answer answer = wire.answer(stream);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.reset()).isEqualTo(-1);
    }

    /// A row of a table.
    static Arguments row(String name, int code, Step does) {
        return Arguments.of(Named.of(name, does), code);
    }

    static Arguments row(String name, Step does) {
        return Arguments.of(Named.of(name, does));
    }

    /// A row with one frame.
    static Arguments frame(String name, int code, int type, int flags, int stream, byte... payload) {
        return row(name, code, wire -> wire.frame(type, flags, stream, payload));
    }

    @Override
    public void close() {
        proxy.close();
        origin.close();
    }
}
