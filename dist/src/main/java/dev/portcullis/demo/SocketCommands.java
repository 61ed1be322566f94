package dev.portcullis.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What may be asked on the websocket after authentication (`components/websocket_api/commands.py` and others).
///
/// One command is our own: `demo/large_result` answers a single message of at least `bytes` (default 1 MiB).
final class SocketCommands {

    private static final int DEFAULT_LARGE_RESULT = 1 << 20;
    private static final int LARGEST_RESULT = 16 << 20;

    private final Settings settings;
    private final RefreshTokens tokens;
    private final SignedPaths signedPaths;
    private final Entities entities;
    private final EventBus events;
    private final Secrets secrets;
    private final String streamToken;

    SocketCommands(
            Settings settings,
            RefreshTokens tokens,
            SignedPaths signedPaths,
            Entities entities,
            EventBus events,
            Secrets secrets,
            String streamToken) {
        this.settings = settings;
        this.tokens = tokens;
        this.signedPaths = signedPaths;
        this.entities = entities;
        this.events = events;
        this.secrets = secrets;
        this.streamToken = streamToken;
    }

    void carryOut(
            HouseSocket socket, RefreshTokens.RefreshToken caller, long id, Map<String, @Nullable Object> message) {
        switch (String.valueOf(message.get("type"))) {
            case "ping" -> socket.send(Json.object("id", id, "type", "pong"));
            case "get_states" -> socket.send(success(id, entities.all()));
            case "get_config" -> socket.send(success(id, ApiViews.config(settings)));
            case "get_services", "get_panels" -> socket.send(success(id, Map.of()));
            case "supported_features" -> socket.send(success(id, null));
            case "auth/current_user" -> socket.send(success(id, user(caller)));
            case "auth/sign_path" -> socket.send(signPath(caller, id, message));
            case "auth/long_lived_access_token" -> socket.send(success(id, longLived(caller, message)));
            case "webhook/list" -> socket.send(success(id, webhooks()));
            case "camera/stream" ->
                socket.send(success(id, Map.of("url", "/api/hls/" + streamToken + "/master_playlist.m3u8")));
            case "subscribe_events" -> subscribe(socket, id, message);
            case "unsubscribe_events" -> unsubscribe(socket, id, message);
            case "fire_event" -> fire(socket, id, message);
            case "demo/large_result" -> socket.send(success(id, large(message)));
            default -> socket.send(failure(id, "unknown_command", "Unknown command."));
        }
    }

    static Map<String, @Nullable Object> success(long id, @Nullable Object result) {
        return Json.object("id", id, "type", "result", "success", true, "result", result);
    }

    static Map<String, @Nullable Object> failure(long id, String code, String message) {
        return Json.object(
                "id", id, "type", "result", "success", false, "error", Json.object("code", code, "message", message));
    }

    private void subscribe(HouseSocket socket, long id, Map<String, @Nullable Object> message) {
        String type = message.get("event_type") instanceof String wanted ? wanted : null;
        socket.send(success(id, null));
        socket.subscribed(id, events.subscribe(type, event -> {
            if (socket.hasRoom()) {
                socket.send(Json.object("id", id, "type", "event", "event", event));
            }
        }));
    }

    private static void unsubscribe(HouseSocket socket, long id, Map<String, @Nullable Object> message) {
        boolean known = message.get("subscription") instanceof Number number && socket.unsubscribe(number.longValue());
        socket.send(known ? success(id, null) : failure(id, "not_found", "Subscription not found."));
    }

    private void fire(HouseSocket socket, long id, Map<String, @Nullable Object> message) {
        if (!(message.get("event_type") instanceof String type)) {
            socket.send(failure(id, "invalid_format", "required key not provided @ data['event_type']. Got None"));
            return;
        }
        Object data = message.get("event_data");
        socket.send(success(id, Json.object("context", events.publish(type, data == null ? Map.of() : data))));
    }

    private Map<String, @Nullable Object> signPath(
            RefreshTokens.RefreshToken caller, long id, Map<String, @Nullable Object> message) {
        if (!(message.get("path") instanceof String path)) {
            return failure(id, "invalid_format", "required key not provided @ data['path']. Got None");
        }
        long seconds = message.get("expires") instanceof Number number ? number.longValue() : 30;
        return success(id, Map.of("path", signedPaths.sign(path, caller, Duration.ofSeconds(seconds))));
    }

    private String longLived(RefreshTokens.RefreshToken caller, Map<String, @Nullable Object> message) {
        long days = message.get("lifespan") instanceof Number number ? number.longValue() : 3650;
        return tokens.accessToken(tokens.create(null, caller.user(), Duration.ofDays(days)));
    }

    private static Map<String, @Nullable Object> user(RefreshTokens.RefreshToken caller) {
        return Json.object("id", caller.id(), "name", caller.user().name(), "is_owner", true, "is_admin", true);
    }

    private List<Map<String, @Nullable Object>> webhooks() {
        return settings.webhooks().stream()
                .map(id -> Json.object(
                        "webhook_id",
                        id,
                        "domain",
                        "automation",
                        "name",
                        id,
                        "local_only",
                        false,
                        "allowed_methods",
                        List.of("GET", "POST", "PUT")))
                .toList();
    }

    private String large(Map<String, @Nullable Object> message) {
        long wanted = message.get("bytes") instanceof Number number ? number.longValue() : DEFAULT_LARGE_RESULT;
        int digits = Math.clamp(wanted, 0, LARGEST_RESULT);
        return secrets.hex((digits + 1) / 2);
    }
}
