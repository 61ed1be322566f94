package dev.portcullis.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;

/// Members that reports have in common.
final class JsonMembers {

    private JsonMembers() {}

    static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    /// RFC 3339, or null.
    static void moment(JsonGenerator json, String name, Optional<Instant> moment) {
        json.writeName(name);
        moment.map(Instant::toString).ifPresentOrElse(json::writeString, json::writeNull);
    }

    static void moment(JsonGenerator json, String name, Instant moment) {
        json.writeStringProperty(name, moment.toString());
    }

    /// An array of objects.
    ///
    /// @param write writes the members of one
    static <T> void objects(JsonGenerator json, String name, List<T> items, BiConsumer<T, JsonGenerator> write) {
        json.writeArrayPropertyStart(name);
        for (T item : items) {
            json.writeStartObject();
            write.accept(item, json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// An object, or null.
    static <T> void object(JsonGenerator json, String name, Optional<T> item, BiConsumer<T, JsonGenerator> write) {
        json.writeName(name);
        if (item.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        write.accept(item.get(), json);
        json.writeEndObject();
    }
}
