package dev.portcullis.acme.keep;

import dev.portcullis.acme.keep.LedgerReader.Damaged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// The members of one JSON object, each asked for by its name and kind; another kind is damage.
final class JsonMembers {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(16).build())
            .build();

    private final Map<String, @Nullable Object> members;

    private JsonMembers(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    static JsonMembers parse(byte[] bytes) throws Damaged {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Damaged("no JSON object");
            }
            JsonMembers root = object(parser);
            if (parser.nextToken() != null) {
                throw new Damaged("more after its end");
            }
            return root;
        }
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    Set<String> names() {
        return members.keySet();
    }

    String text(String name) throws Damaged {
        return member(name, String.class);
    }

    long number(String name) throws Damaged {
        return member(name, Long.class);
    }

    Instant moment(String name) throws Damaged {
        return Instant.parse(text(name));
    }

    Optional<Instant> optionalMoment(String name) throws Damaged {
        return has(name) ? Optional.of(moment(name)) : Optional.empty();
    }

    JsonMembers object(String name) throws Damaged {
        return member(name, JsonMembers.class);
    }

    Map<String, JsonMembers> objects() throws Damaged {
        Map<String, JsonMembers> objects = new LinkedHashMap<>();
        for (String name : members.keySet()) {
            objects.put(name, object(name));
        }
        return objects;
    }

    List<JsonMembers> list(String name) throws Damaged {
        return items(name, JsonMembers.class);
    }

    List<String> texts(String name) throws Damaged {
        return items(name, String.class);
    }

    private <T> List<T> items(String name, Class<T> kind) throws Damaged {
        List<T> items = new ArrayList<>();
        for (Object item : member(name, List.class)) {
            items.add(checked(name, item, kind));
        }
        return items;
    }

    private <T> T member(String name, Class<T> kind) throws Damaged {
        return checked(name, members.get(name), kind);
    }

    private static <T> T checked(String name, @Nullable Object found, Class<T> kind) throws Damaged {
        if (!kind.isInstance(found)) {
            throw new Damaged("\"" + name + "\" is missing or of another kind");
        }
        return kind.cast(found);
    }

    private static JsonMembers object(JsonParser parser) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken()));
        }
        return new JsonMembers(members);
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
}
