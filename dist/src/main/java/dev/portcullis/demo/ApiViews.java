package dev.portcullis.demo;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The REST API (`components/api`): every view wants a known caller.
final class ApiViews {

    private final Settings settings;
    private final Entities entities;
    private final EventBus events;

    ApiViews(Settings settings, Entities entities, EventBus events) {
        this.settings = settings;
        this.entities = entities;
        this.events = events;
    }

    List<Route> routes() {
        return List.of(
                Route.guardedPrompt("GET", "/api/", _ -> Answer.message(200, "API running.")),
                Route.guardedPrompt("GET", "/api/config", _ -> Answer.json(config(settings))),
                Route.guardedPrompt("GET", "/api/core/state", _ -> Answer.json(Map.of("state", "RUNNING"))),
                Route.guardedPrompt("GET", "/api/states", _ -> Answer.json(entities.all())),
                Route.guardedPrompt("GET", "/api/states/{entity}", this::state),
                Route.guardedBuffered("POST", "/api/states/{entity}", this::setState),
                Route.guardedPrompt("GET", "/api/services", _ -> Answer.json(List.of())),
                Route.guardedBuffered("POST", "/api/services/{domain}/{service}", (_, _) -> Answer.json(List.of())),
                Route.guardedPrompt("GET", "/api/events", _ -> Answer.json(List.of())),
                Route.guardedBuffered("POST", "/api/events/{type}", this::fire),
                Route.guardedPrompt("GET", "/api/error_log", _ -> Answer.text(200, "")),
                Route.guardedPrompt("GET", "/api/history/period", _ -> Answer.json(List.of())),
                Route.guardedPrompt("GET", "/api/history/period/{since}", _ -> Answer.json(List.of())),
                Route.guardedPrompt("GET", "/api/logbook", _ -> Answer.json(List.of())),
                Route.guardedPrompt("GET", "/api/calendars", _ -> Answer.json(List.of())),
                Route.guardedPrompt("GET", "/api/stream", this::stream),
                Route.guardedBuffered("POST", "/api/template", (_, _) -> Answer.text(200, "")),
                Route.guardedBuffered("POST", "/api/alexa/smart_home", (_, _) -> Answer.json(Map.of())),
                Route.guardedBuffered("POST", "/api/google_assistant", (_, _) -> Answer.json(Map.of())),
                Route.guardedPrompt("GET POST DELETE", "/api/hassio/{path...}", _ -> Answer.json(Map.of())),
                Route.guardedPrompt("GET", "/media/{path...}", _ -> Answer.error(404)),
                Route.prompt("GET", "/api/onboarding", _ -> Answer.json(List.of())),
                Route.buffered("POST", "/api/onboarding/users", (_, _) -> Answer.error(403)),
                Route.prompt("GET", "/api/onboarding/installation_type", _ -> Answer.error(401)));
    }

    static Map<String, @Nullable Object> config(Settings settings) {
        return Json.object(
                "location_name",
                "Demo house",
                "time_zone",
                "UTC",
                "components",
                List.of("api", "auth", "camera", "frontend", "http", "webhook", "websocket_api"),
                "version",
                settings.version(),
                "state",
                "RUNNING",
                "external_url",
                null,
                "internal_url",
                null,
                "language",
                "en");
    }

    private Answer state(Request request) {
        Optional<Map<String, @Nullable Object>> state = entities.state(request.variable("entity"));
        return state.<Answer>map(Answer::json).orElseGet(() -> Answer.message(404, "Entity not found."));
    }

    private Answer setState(Request request, byte[] body) {
        Optional<Map<String, @Nullable Object>> data = Json.readObject(body);
        if (data.isEmpty()) {
            return Answer.message(400, "Invalid JSON specified.");
        }
        Object state = data.get().get("state");
        if (state == null) {
            return Answer.message(400, "No state specified.");
        }
        String id = request.variable("entity");
        boolean fresh = entities.set(id, state.toString(), Json.object());
        return Answer.json(fresh ? 201 : 200, entities.state(id).orElseGet(Json::object));
    }

    private Answer fire(Request request, byte[] body) {
        Optional<Map<String, @Nullable Object>> data =
                body.length == 0 ? Optional.of(Json.object()) : Json.readObject(body);
        if (data.isEmpty()) {
            return Answer.message(400, "Event data should be valid JSON.");
        }
        events.publish(request.variable("type"), data.get());
        return Answer.message(200, "Event " + request.variable("type") + " fired.");
    }

    private Answer stream(Request request) {
        HttpHeaders headers = new DefaultHttpHeaders().set("Content-Type", "text/event-stream");
        return new Answer.Flowing(
                HttpResponseStatus.OK,
                headers,
                new EventStream(events, settings.timing().streamPing()));
    }
}
