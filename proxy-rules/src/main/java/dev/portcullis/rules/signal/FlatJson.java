package dev.portcullis.rules.signal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/// What a JSON object says at its top, and in objects directly below: `errors.base`. Deeper look-alikes do not
/// count.
///
/// Of a name that comes twice the last one holds, as in Python. Malformed or cut text gives what came before.
///
/// @param values scalars by name
/// @param whole whether the object's end was seen
record FlatJson(Map<String, String> values, boolean whole) {

    static final FlatJson NOTHING = new FlatJson(Map.of(), false);

    /// Names come from the network, so none is kept in a table that outlives the reading.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    /// @param wanted names of the values to keep
    static FlatJson read(byte[] octets, int from, int to, Set<String> wanted) {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), octets, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return NOTHING;
            }
            members(parser, "", wanted, values);
            return new FlatJson(values, true);
        } catch (JacksonException _) {
            return new FlatJson(values, false);
        }
    }

    private static void members(JsonParser parser, String above, Set<String> wanted, Map<String, String> values) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            boolean top = above.isEmpty();
            if (top && token == JsonToken.START_OBJECT) {
                members(parser, name + ".", wanted, values);
                continue;
            }
            // A dot in a name of the top would pass for an object.
            String full = top && name.indexOf('.') >= 0 ? "" : above + name;
            if (wanted.contains(full)) {
                values.remove(full);
                if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT) {
                    values.put(full, parser.getString());
                }
            }
            parser.skipChildren();
        }
    }

    @Nullable
    String get(String name) {
        return values.get(name);
    }

    boolean has(String name, String value) {
        return value.equals(values.get(name));
    }

    /// Without the values, which may be secret.
    @Override
    public String toString() {
        return "FlatJson" + values.keySet();
    }
}
