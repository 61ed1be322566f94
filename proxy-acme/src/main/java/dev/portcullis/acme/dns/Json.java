package dev.portcullis.acme.dns;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/// A JSON value that somebody else sent: whatever is not there, or of another kind, reads as nothing.
sealed interface Json {

    int DEEPEST = 32;

    /// Names come from the network, so none is kept in a table that outlives the reading.
    JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    /// `{…}`
    record Members(Map<String, Json> values) implements Json {}

    /// `[…]`
    record Elements(List<Json> values) implements Json {}

    /// A string, a number or a literal, as it was written.
    record Scalar(String text) implements Json {}

    /// Nothing there.
    record Nothing() implements Json {}

    /// Empty if this is not exactly one JSON value.
    static Optional<Json> read(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return Optional.empty();
            }
            Json value = value(parser, first);
            return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static Json value(JsonParser parser, JsonToken token) {
        if (token == JsonToken.START_OBJECT) {
            Map<String, Json> members = new LinkedHashMap<>();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                members.put(name, value(parser, parser.nextToken()));
            }
            return new Members(members);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Json> elements = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                elements.add(value(parser, next));
            }
            return new Elements(elements);
        }
        return token == JsonToken.VALUE_NULL ? new Nothing() : new Scalar(parser.getString());
    }

    /// Writes one value.
    static String written(Consumer<JsonGenerator> value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            value.accept(json);
        }
        return text.toString();
    }

    /// The member of that name.
    default Json get(String name) {
        return this instanceof Members(Map<String, Json> values)
                ? values.getOrDefault(name, new Nothing())
                : new Nothing();
    }

    /// The elements of an array.
    default List<Json> elements() {
        return this instanceof Elements(List<Json> values) ? values : List.of();
    }

    /// A scalar as text; empty for anything else.
    default String text() {
        return this instanceof Scalar(String text) ? text : "";
    }

    /// A scalar as a number; 0 for anything else.
    default int number() {
        try {
            return Integer.parseInt(text());
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
