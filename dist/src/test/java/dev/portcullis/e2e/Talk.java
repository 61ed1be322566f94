package dev.portcullis.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A websocket of the Java runtime, which keeps whole messages for whoever waits for them.
final class Talk implements WebSocket.Listener, AutoCloseable {

    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<WebSocket> socket;

    /// Opens them. Its end does not wait for theirs.
    static final class Client implements AutoCloseable {

        private final HttpClient http =
                HttpClient.newBuilder().sslContext(Tls.TRUSTING).build();

        @Override
        public void close() {
            http.shutdownNow();
        }
    }

    private Talk(HttpClient client, URI place) {
        socket = client.newWebSocketBuilder().buildAsync(place, this);
    }

    static Talk to(Client client, String place) {
        return new Talk(client.http, URI.create(place));
    }

    /// At the house behind Portcullis, authenticated.
    static Talk authenticated(Client client, int port, String token) {
        Talk talk = to(client, "wss://localhost:" + port + "/api/websocket");
        talk.authenticate(token);
        return talk;
    }

    void authenticate(String token) {
        expect("auth_required");
        send("{\"type\":\"auth\",\"access_token\":\"" + token + "\"}");
        expect("auth_ok");
    }

    void send(String message) {
        Patience.await(Patience.await(socket, "the websocket").sendText(message, true), "room for a message");
    }

    /// The next message, which must have this in it.
    String expect(String part) {
        Patience.await(socket, "the websocket");
        try {
            String message = messages.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (message == null || !message.contains(part)) {
                throw new AssertionError("no message with \"" + part + "\" came, but: " + message);
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The status that the server closed with; 1006 where it went without a word (RFC 6455 §7.1.5).
    int closeCode() {
        return Patience.await(closed, "the end of the websocket");
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            messages.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(1006);
    }

    @Override
    public void close() {
        socket.thenAccept(WebSocket::abort);
    }
}
