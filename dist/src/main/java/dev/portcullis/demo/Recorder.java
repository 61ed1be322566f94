package dev.portcullis.demo;

import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the stand-in received, for tests to read. Safe for any thread; survives a restart.
public final class Recorder {

    private static final int MOST_WEBHOOKS = 1000;

    private final int capacity;
    private final Deque<RequestHead> heads = new ArrayDeque<>();
    private final Map<String, Integer> fired = new LinkedHashMap<>();
    private long requests;
    private long malformed;
    private long connections;
    private int open;

    Recorder(int capacity) {
        this.capacity = capacity;
    }

    /// The newest heads, oldest first.
    public synchronized List<RequestHead> heads() {
        return new ArrayList<>(heads);
    }

    /// Every well-formed head so far, also those that are forgotten by now.
    public synchronized long requests() {
        return requests;
    }

    /// Requests that the HTTP parser refused; each of them also ended its connection.
    public synchronized long malformed() {
        return malformed;
    }

    /// Connections accepted so far.
    public synchronized long connections() {
        return connections;
    }

    /// Connections open right now.
    public synchronized int openConnections() {
        return open;
    }

    /// How often each known webhook ran.
    public synchronized Map<String, Integer> firedWebhooks() {
        return new LinkedHashMap<>(fired);
    }

    /// Forgets heads, fired webhooks and counts; open connections stay counted.
    public synchronized void clear() {
        heads.clear();
        fired.clear();
        requests = 0;
        malformed = 0;
        connections = 0;
    }

    synchronized void received(InetSocketAddress peer, HttpRequest request) {
        List<RequestHead.Field> fields = new ArrayList<>(request.headers().size());
        request.headers()
                .iteratorCharSequence()
                .forEachRemaining(line -> fields.add(new RequestHead.Field(
                        line.getKey().toString(), line.getValue().toString())));
        requests++;
        if (heads.size() == capacity) {
            heads.removeFirst();
        }
        heads.addLast(new RequestHead(
                peer,
                request.method().name(),
                request.uri(),
                request.protocolVersion().text(),
                fields));
    }

    synchronized void refused() {
        malformed++;
    }

    synchronized void opened() {
        connections++;
        open++;
    }

    synchronized void closed() {
        open--;
    }

    synchronized void webhook(String id) {
        if (fired.size() < MOST_WEBHOOKS || fired.containsKey(id)) {
            fired.merge(id, 1, Integer::sum);
        }
    }
}
