package dev.portcullis.acme.dns;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A web service on a free port of the loopback: answers as told, else as its usual handler does.
final class WebDouble implements AutoCloseable {

    static final Answer SILENCE = new Answer(0, "", Map.of());
    static final Answer ENDLESS = new Answer(-1, "", Map.of());

    /// A good beginning, and then nothing.
    static final Answer UNFINISHED = new Answer(-2, "", Map.of());

    /// For calls that are expected to be answered at once, and that would hang if something were wrong.
    static final Duration PATIENT = Duration.ofSeconds(30);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Queue<Answer> told = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Function<Asked, Answer> usual;

    /// A request.
    record Asked(String method, String path, Map<String, String> query, String authorization, String body) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    record Answer(int status, String body, Map<String, String> headers) {
        static Answer of(int status, String body) {
            return new Answer(status, body, Map.of());
        }

        Answer with(String header, String value) {
            return new Answer(status, body, Map.of(header, value));
        }
    }

    WebDouble(Function<Asked, Answer> usual) throws IOException {
        this.usual = usual;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// The next request gets this answer, whatever it is.
    void next(Answer answer) {
        told.add(answer);
    }

    List<Asked> asked() {
        return Collections.unmodifiableList(asked);
    }

    List<Asked> asked(String method) {
        return asked.stream().filter(request -> request.method().equals(method)).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            Asked request = new Asked(
                    exchange.getRequestMethod(),
                    uri.getPath(),
                    query(uri.getRawQuery()),
                    authorization == null ? "" : authorization,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            asked.add(request);
            Answer order = told.poll();
            send(exchange, order == null ? usual.apply(request) : order);
        }
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        if (answer.status() == 0) {
            awaitClosing();
            return;
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (answer.equals(UNFINISHED)) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('O');
            exchange.getResponseBody().flush();
            awaitClosing();
            return;
        }
        if (answer.status() < 0) {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[65536];
            Arrays.fill(chunk, (byte) ' ');
            OutputStream body = exchange.getResponseBody();
            while (closing.getCount() > 0) {
                body.write(chunk);
            }
            return;
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private void awaitClosing() {
        try {
            closing.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
