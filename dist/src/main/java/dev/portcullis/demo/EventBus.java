package dev.portcullis.demo;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands events to whoever listens. Safe for any thread; listeners are called on the publisher's.
final class EventBus {

    /// Wants events of one type, or of all where that is null.
    private static final class Listener {
        private final @Nullable String type;
        private final Consumer<Map<String, @Nullable Object>> sink;

        Listener(@Nullable String type, Consumer<Map<String, @Nullable Object>> sink) {
            this.type = type;
            this.sink = sink;
        }
    }

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Secrets secrets;
    private final InstantSource clock;

    EventBus(Secrets secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /// Begins a subscription; running what is returned ends it.
    Runnable subscribe(@Nullable String type, Consumer<Map<String, @Nullable Object>> sink) {
        Listener listener = new Listener(type, sink);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    boolean isHeard() {
        return !listeners.isEmpty();
    }

    /// Tells everybody, and returns the context that the event happened in.
    Map<String, @Nullable Object> publish(String type, @Nullable Object data) {
        Map<String, @Nullable Object> context = Json.object("id", secrets.hex(13), "parent_id", null, "user_id", null);
        Map<String, @Nullable Object> event = Json.object(
                "event_type", type,
                "data", data,
                "origin", "LOCAL",
                "time_fired", clock.instant().toString(),
                "context", context);
        for (Listener listener : listeners) {
            if (listener.type == null || listener.type.equals(type)) {
                listener.sink.accept(event);
            }
        }
        return context;
    }
}
