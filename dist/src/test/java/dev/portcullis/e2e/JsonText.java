package dev.portcullis.e2e;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// JSON that came as text.
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /// The first member of this name, however deep it lies; a string as it is, other scalars as written.
    ///
    /// @throws AssertionError for text that is not JSON as a whole, and where there is no such member
    static String member(String json, String name) {
        return find(json, name).orElseThrow(() -> new AssertionError("no member \"" + name + "\" in: " + json));
    }

    /// @throws AssertionError for text that is not JSON as a whole
    static Optional<String> find(String json, String name) {
        Optional<String> found = Optional.empty();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME && parser.currentName().equals(name) && found.isEmpty()) {
                    JsonToken value = parser.nextToken();
                    found = value.isScalarValue() ? Optional.of(parser.getString()) : Optional.of("");
                }
            }
        } catch (JacksonException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
        return found;
    }
}
