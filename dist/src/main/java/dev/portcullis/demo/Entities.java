package dev.portcullis.demo;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The things in the demo house and their states. Bounded.
final class Entities {

    static final String CAMERA = "camera.front_door";
    static final String THERMOMETER = "sensor.living_room_temperature";

    private static final int MOST = 1000;

    private record Thing(String state, Map<String, @Nullable Object> attributes, String changed) {}

    private final Map<String, Thing> things = new LinkedHashMap<>();
    private final InstantSource clock;
    private final CameraTokens cameraTokens;

    Entities(InstantSource clock, CameraTokens cameraTokens) {
        this.clock = clock;
        this.cameraTokens = cameraTokens;
        put("person.owner", "home", Json.object("friendly_name", "Owner"));
        put("light.kitchen", "on", Json.object("brightness", 180, "friendly_name", "Kitchen"));
        put(THERMOMETER, "21.5", Json.object("unit_of_measurement", "°C", "friendly_name", "Living room"));
        put(CAMERA, "idle", Json.object("friendly_name", "Front door"));
    }

    synchronized List<Map<String, @Nullable Object>> all() {
        List<Map<String, @Nullable Object>> states = new ArrayList<>();
        things.forEach((id, thing) -> states.add(describe(id, thing)));
        return states;
    }

    synchronized Optional<Map<String, @Nullable Object>> state(String id) {
        return Optional.ofNullable(things.get(id)).map(thing -> describe(id, thing));
    }

    /// Says whether the thing is new.
    synchronized boolean set(String id, String state, Map<String, @Nullable Object> attributes) {
        boolean fresh = !things.containsKey(id);
        if (!fresh || things.size() < MOST) {
            put(id, state, attributes);
        }
        return fresh;
    }

    private void put(String id, String state, Map<String, @Nullable Object> attributes) {
        things.put(id, new Thing(state, attributes, clock.instant().toString()));
    }

    private Map<String, @Nullable Object> describe(String id, Thing thing) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>(thing.attributes());
        if (id.startsWith("camera.")) {
            String token = cameraTokens.current(id);
            attributes.put("access_token", token);
            attributes.put("entity_picture", "/api/camera_proxy/" + id + "?token=" + token);
        }
        return Json.object(
                "entity_id", id,
                "state", thing.state(),
                "attributes", attributes,
                "last_changed", thing.changed(),
                "last_updated", thing.changed());
    }
}
