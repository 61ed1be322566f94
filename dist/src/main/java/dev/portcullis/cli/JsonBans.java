package dev.portcullis.cli;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads what `bans export --format json` writes: an object with a list `bans`, or such a list alone.
final class JsonBans {

    private static final int DEEPEST = 16;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private JsonBans() {}

    static void read(String text, ImportedEntries entries) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                list(parser, entries);
                return;
            }
            boolean found = false;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean bans = "bans".equals(parser.currentName());
                if (parser.nextToken() == JsonToken.START_ARRAY && bans) {
                    list(parser, entries);
                    found = true;
                } else {
                    parser.skipChildren();
                }
            }
            if (!found) {
                entries.problem(1, "no list \"bans\" (expected: what bans export --format json writes)");
            }
        } catch (JacksonException malformed) {
            entries.problem(
                    malformed.getLocation() == null
                            ? 1
                            : malformed.getLocation().getLineNr(),
                    "malformed JSON (expected: what bans export --format json writes)");
        }
    }

    private static void list(JsonParser parser, ImportedEntries entries) {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            int line = parser.currentTokenLocation().getLineNr();
            if (token == JsonToken.START_OBJECT) {
                ban(parser, line, entries);
            } else if (token == null) {
                return;
            } else {
                entries.problem(line, "no object in the list of bans (expected: objects)");
                parser.skipChildren();
            }
        }
    }

    private static void ban(JsonParser parser, int line, ImportedEntries entries) {
        String network = "";
        String until = "";
        String reason = "";
        boolean enforced = true;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "network" -> network = text(parser, value, "");
                case "until" -> until = text(parser, value, "forever");
                case "note", "reason" -> reason = text(parser, value, "");
                case "enforced" -> enforced = value != JsonToken.VALUE_FALSE;
                default -> parser.skipChildren();
            }
        }
        entries.add(line, network, until, reason, enforced);
    }

    /// @param none for null
    private static String text(JsonParser parser, JsonToken value, String none) {
        if (value == JsonToken.VALUE_NULL) {
            return none;
        }
        if (value.isStructStart()) {
            parser.skipChildren();
            return "";
        }
        return parser.getString();
    }
}
