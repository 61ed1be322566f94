package dev.portcullis.core;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Many frames on one connection: writing is buffered, and a thread of its own reads and counts what comes back.
public final class Http2Flood {
    private final Http2Wire wire;
    private final Map<Integer, AtomicInteger> seen = new ConcurrentHashMap<>();
    private final AtomicInteger code = new AtomicInteger(-1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private Http2Flood(Http2Wire wire) {
        this.wire = wire;
    }

    /// From now on nobody else reads from this connection.
    public static Http2Flood on(Http2Wire wire) {
        Http2Flood flood = new Http2Flood(wire);
        Thread.ofVirtual().start(flood::read);
        return flood;
    }

    private void read() {
        try {
            for (Http2Frame frame = wire.read(); frame != null; frame = wire.read()) {
                seen.computeIfAbsent(frame.type(), _ -> new AtomicInteger()).incrementAndGet();
                if (frame.type() == Http2Frame.GOAWAY) {
                    code.set(frame.errorCode());
                }
            }
        } catch (IOException e) {
            // The end, too.
        } finally {
            ended.countDown();
        }
    }

    /// Writes without flushing.
    ///
    /// @return whether the connection still takes more
    public boolean frame(int type, int flags, int stream, byte... payload) {
        return raw(Http2Bytes.frame(type, flags, stream, payload));
    }

    public boolean raw(byte... octets) {
        return ended.getCount() > 0 && wire.put(octets);
    }

    public void flush() {
        var _ = wire.flush();
    }

    /// How many frames of that type came.
    public int seen(int type) {
        AtomicInteger count = seen.get(type);
        return count == null ? 0 : count.get();
    }

    /// Waits for the end of the connection; the code of its GOAWAY, or -1 if none came.
    public int end() throws InterruptedException {
        flush();
        if (!ended.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the connection is still open after 30 s (expected: its end)");
        }
        return code.get();
    }
}
