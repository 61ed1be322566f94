package dev.portcullis.acme.lab;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What an authority does instead of answering as it should.
@FunctionalInterface
public interface Misbehaviour {

    /// Answers one call.
    ///
    /// @param proper does what was asked for, and says what the answer would be
    /// @param closed is zero when the authority is taken down
    void answer(HttpExchange exchange, Supplier<Reply> proper, CountDownLatch closed)
            throws IOException, InterruptedException;

    /// Does nothing and says that.
    static Misbehaviour refuses(Reply reply) {
        return (exchange, _, _) -> reply.send(exchange);
    }

    /// Does what was asked for and says something else.
    static Misbehaviour distorts(UnaryOperator<Reply> change) {
        return (exchange, proper, _) -> change.apply(proper.get()).send(exchange);
    }

    /// Does what was asked for and closes the connection without a word.
    static Misbehaviour hangsUp() {
        return (exchange, proper, _) -> {
            Reply _ = proper.get();
            exchange.close();
        };
    }

    /// Does nothing and closes the connection.
    static Misbehaviour hangsUpFirst() {
        return (exchange, _, _) -> exchange.close();
    }

    /// Never says anything.
    static Misbehaviour isSilent() {
        return (exchange, _, closed) -> {
            closed.await();
            exchange.close();
        };
    }

    /// Begins an answer and never ends it.
    static Misbehaviour stalls() {
        return (exchange, _, closed) -> {
            begin(exchange);
            exchange.getResponseBody().write("{\"a\":".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            closed.await();
            exchange.close();
        };
    }

    /// Sends for ever.
    static Misbehaviour isEndless() {
        return (exchange, _, closed) -> {
            begin(exchange);
            byte[] block = " ".repeat(65536).getBytes(StandardCharsets.US_ASCII);
            OutputStream out = exchange.getResponseBody();
            while (closed.getCount() > 0) {
                out.write(block);
            }
            exchange.close();
        };
    }

    private static void begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
    }
}
