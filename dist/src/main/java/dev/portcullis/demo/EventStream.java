package dev.portcullis.demo;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// `/api/stream`: server-sent events without end, and `data: ping` now and then.
/// An event that a slow reader has no room for is lost to it.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the connection, and that is noticed
final class EventStream implements Flow {

    private final EventBus events;
    private final Duration pingPause;
    private @Nullable Runnable subscription;

    EventStream(EventBus events, Duration pingPause) {
        this.events = events;
        this.pingPause = pingPause;
    }

    @Override
    public void start(Outlet outlet) {
        subscription = events.subscribe(null, event -> {
            String line = Json.write(event);
            outlet.soon(() -> send(outlet, line));
        });
        ping(outlet);
    }

    private void ping(Outlet outlet) {
        send(outlet, "ping");
        outlet.later(pingPause, () -> ping(outlet));
    }

    private static void send(Outlet outlet, String data) {
        if (outlet.hasRoom()) {
            outlet.write(Unpooled.copiedBuffer("data: " + data + "\n\n", StandardCharsets.UTF_8));
        }
    }

    @Override
    public void closed() {
        if (subscription != null) {
            subscription.run();
        }
    }
}
