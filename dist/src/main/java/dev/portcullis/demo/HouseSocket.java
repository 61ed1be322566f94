package dev.portcullis.demo;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/api/websocket` (`components/websocket_api/auth.py`): says at once that it wants a token, and closes on
/// anything else.
final class HouseSocket extends SocketSession {

    private static final int NORMAL_CLOSURE = 1000;

    private final Settings settings;
    private final RefreshTokens tokens;
    private final SocketCommands commands;
    private final Map<Long, Runnable> subscriptions = new HashMap<>();
    private RefreshTokens.@Nullable RefreshToken caller;
    private @Nullable ScheduledFuture<?> authPatience;
    private long lastId;

    HouseSocket(Settings settings, RefreshTokens tokens, SocketCommands commands) {
        super(settings.timing());
        this.settings = settings;
        this.tokens = tokens;
        this.commands = commands;
    }

    @Override
    void opened() {
        send(Json.object("type", "auth_required", "ha_version", settings.version()));
        authPatience = later(settings.timing().socketAuth(), () -> close(NORMAL_CLOSURE));
    }

    @Override
    void text(String message) {
        Optional<Map<String, @Nullable Object>> data = Json.readObject(message);
        if (caller == null) {
            data.ifPresentOrElse(this::authenticate, () -> close(NORMAL_CLOSURE));
            return;
        }
        if (data.isEmpty() || !(data.get().get("id") instanceof Number number)) {
            close(NORMAL_CLOSURE);
            return;
        }
        long id = number.longValue();
        if (id <= lastId) {
            send(SocketCommands.failure(id, "id_reuse", "Identifier values have to increase."));
            return;
        }
        lastId = id;
        commands.carryOut(this, caller, id, data.get());
    }

    private void authenticate(Map<String, @Nullable Object> message) {
        calm();
        if (!message.keySet().equals(Set.of("type", "access_token"))
                || !"auth".equals(message.get("type"))
                || !(message.get("access_token") instanceof String token)) {
            refuse("Auth message incorrectly formatted: not a valid value for dictionary value @ data['type']. Got '"
                    + message.get("type") + "'");
            return;
        }
        Optional<RefreshTokens.RefreshToken> known = tokens.verify(token);
        if (known.isEmpty()) {
            refuse("Invalid access token or password");
            return;
        }
        caller = known.get();
        send(Json.object("type", "auth_ok", "ha_version", settings.version()));
    }

    private void refuse(String message) {
        send(Json.object("type", "auth_invalid", "message", message));
        close(NORMAL_CLOSURE);
    }

    /// Binary messages are said back; before authentication they end the connection.
    @Override
    void binary(ByteBuf message) {
        if (caller == null) {
            close(NORMAL_CLOSURE);
        } else {
            sendBinary(message);
        }
    }

    void subscribed(long id, Runnable unsubscribe) {
        subscriptions.put(id, unsubscribe);
    }

    boolean unsubscribe(long id) {
        Runnable unsubscribe = subscriptions.remove(id);
        if (unsubscribe != null) {
            unsubscribe.run();
        }
        return unsubscribe != null;
    }

    @Override
    void gone() {
        calm();
        subscriptions.values().forEach(Runnable::run);
        subscriptions.clear();
    }

    private void calm() {
        if (authPatience != null) {
            authPatience.cancel(false);
        }
    }
}
