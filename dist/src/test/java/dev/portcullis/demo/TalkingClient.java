package dev.portcullis.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A websocket client without extensions that keeps whole messages for whoever waits for them.
final class TalkingClient implements WebSocket.Listener, AutoCloseable {

    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;

    TalkingClient(InetSocketAddress house, String path, String... protocols) {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        if (protocols.length > 0) {
            builder.subprotocols(protocols[0], Arrays.copyOfRange(protocols, 1, protocols.length));
        }
        socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + house.getPort() + path), this)
                .join();
    }

    /// A client that has authenticated.
    static TalkingClient authenticated(InetSocketAddress house) throws IOException {
        TalkingClient client = new TalkingClient(house, "/api/websocket");
        client.next();
        client.send("{\"type\":\"auth\",\"access_token\":\"" + Household.login(house) + "\"}");
        client.next();
        return client;
    }

    void send(String message) {
        socket.sendText(message, true).join();
    }

    void sendBinary(byte[] message) {
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
    }

    String protocol() {
        return socket.getSubprotocol();
    }

    /// The next message; binary ones in hexadecimal, prefixed with `binary:`.
    String next() {
        try {
            String message = messages.poll(15, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message came");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The close code, once the other side has closed.
    int closeCode() {
        try {
            return closed.get(15, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("not closed", e);
        }
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
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        messages.add("binary:" + HexFormat.of().formatHex(bytes));
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
        http.close();
    }
}
