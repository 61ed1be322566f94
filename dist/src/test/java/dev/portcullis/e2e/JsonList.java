package dev.portcullis.e2e;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Lists of objects in JSON that came as text.
final class JsonList {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonList() {}

    /// One member of each object of a list at the top, as text.
    ///
    /// @throws AssertionError for text that is not JSON as a whole
    static List<String> of(String json, String list, String member) {
        List<String> found = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            int depth = 0;
            boolean inside = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.PROPERTY_NAME && depth == 1) {
                    inside = parser.currentName().equals(list);
                }
                if (inside
                        && token == JsonToken.PROPERTY_NAME
                        && depth == 3
                        && parser.currentName().equals(member)) {
                    parser.nextToken();
                    found.add(parser.getString());
                }
            }
        } catch (JacksonException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
        return found;
    }
}
