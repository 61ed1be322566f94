package dev.portcullis.demo;

import java.util.List;
import java.util.Set;

/// `/api/webhook/<id>`: the same empty 200 for a known and an unknown id (`components/webhook`).
final class WebhookViews {

    private final Set<String> known;
    private final Recorder recorder;

    WebhookViews(List<String> known, Recorder recorder) {
        this.known = Set.copyOf(known);
        this.recorder = recorder;
    }

    List<Route> routes() {
        return List.of(Route.prompt("GET HEAD POST PUT", "/api/webhook/{id}", this::fire)
                .forAnyOrigin());
    }

    private Answer fire(Request request) {
        String id = request.variable("id");
        if (known.contains(id) && !request.isHead()) {
            recorder.webhook(id);
        }
        return Answer.empty(200);
    }
}
