package dev.portcullis.admin;

import java.io.StringWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// The JSON of the admin socket, both ways.
///
/// What is written is printable ASCII: text from the network reaches a terminal only as escapes.
public final class AdminJson {

    private static final int DEEPEST = 16;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private AdminJson() {}

    /// One object with the members that `members` writes.
    public static String object(Consumer<JsonGenerator> members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return text.toString().replace("\u007f", "\\u007f");
    }

    /// Reads one object; whatever follows it or any other value is refused.
    public static Optional<Fields> parse(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Fields fields = object(parser);
            return parser.nextToken() == null ? Optional.of(fields) : Optional.empty();
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    private static Fields object(JsonParser parser) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken()));
        }
        return new Fields(members);
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        List<@Nullable Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        return items;
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> null;
        };
    }

    /// The members of one object. A member that is absent or of another type reads as empty: a newer server may
    /// answer an older command line.
    public static final class Fields {

        private final Map<String, @Nullable Object> members;

        private Fields(Map<String, @Nullable Object> members) {
            this.members = members;
        }

        /// A string, or the empty one.
        public String text(String name) {
            return members.get(name) instanceof String text ? text : "";
        }

        /// A whole number, or 0.
        public long number(String name) {
            return members.get(name) instanceof Long number ? number : 0;
        }

        /// A number, or 0.
        public double decimal(String name) {
            return members.get(name) instanceof Number number ? number.doubleValue() : 0;
        }

        /// A time in RFC 3339; empty for null and for whatever is no time.
        public Optional<Instant> moment(String name) {
            try {
                return members.get(name) instanceof String text ? Optional.of(Instant.parse(text)) : Optional.empty();
            } catch (DateTimeParseException malformed) {
                return Optional.empty();
            }
        }

        /// Whether there is such a member, null included.
        public boolean has(String name) {
            return members.containsKey(name);
        }

        /// An object.
        public Optional<Fields> object(String name) {
            return members.get(name) instanceof Fields fields ? Optional.of(fields) : Optional.empty();
        }

        public Optional<Boolean> truth(String name) {
            return members.get(name) instanceof Boolean truth ? Optional.of(truth) : Optional.empty();
        }

        /// The strings of an array.
        public List<String> texts(String name) {
            return items(name, String.class);
        }

        /// The objects of an array.
        public List<Fields> objects(String name) {
            return items(name, Fields.class);
        }

        private <T> List<T> items(String name, Class<T> type) {
            return members.get(name) instanceof List<?> list
                    ? list.stream().filter(type::isInstance).map(type::cast).toList()
                    : List.of();
        }
    }
}
