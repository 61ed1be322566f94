package dev.portcullis.cli;

import java.io.StringReader;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// Reads Home Assistant's `ip_bans.yaml` (`homeassistant/components/http/ban.py`): a map of addresses, each with
/// `banned_at`, a time with or without a zone, or null. Such a ban has no end.
final class HomeAssistantBans {

    private static final int MOST_CODE_POINTS = 64 << 20;
    private static final int SECONDS = "2026-11-23T07:50:54".length();
    private static final String EXPECTED = " (expected: Home Assistant's ip_bans.yaml)";
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .loadSettings(
                    LoadSettings.builder().setCodePointLimit(MOST_CODE_POINTS).build())
            .build();

    private HomeAssistantBans() {}

    static void read(String text, ImportedEntries entries) {
        try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), new StringReader(text))) {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return;
            }
            if (first != JsonToken.START_OBJECT) {
                entries.problem(line(parser), "no map of addresses" + EXPECTED);
                return;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                ban(parser, entries);
            }
        } catch (JacksonException malformed) {
            int line = malformed.getLocation() == null
                    ? 1
                    : Math.max(1, malformed.getLocation().getLineNr());
            entries.problem(line, "malformed YAML" + EXPECTED);
        }
    }

    private static void ban(JsonParser parser, ImportedEntries entries) {
        int line = line(parser);
        String address = parser.currentName();
        boolean known = false;
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean time = "banned_at".equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (time && value != JsonToken.VALUE_NULL && !(value.isScalarValue() && isTime(parser.getString()))) {
                    entries.problem(line(parser), "banned_at is not a time" + EXPECTED);
                }
                parser.skipChildren();
                known |= time;
            }
        } else {
            parser.skipChildren();
        }
        if (known) {
            entries.add(line, address, "", "from Home Assistant", true);
        } else {
            entries.problem(line, "an address without banned_at" + EXPECTED);
        }
    }

    /// Old files have no zone, which means UTC.
    private static boolean isTime(String value) {
        String text = value.replace(' ', 'T');
        try {
            boolean zoned = text.endsWith("Z") || text.indexOf('+') > 0 || text.indexOf('-', SECONDS) > 0;
            return zoned ? OffsetDateTime.parse(text) != null : LocalDateTime.parse(text) != null;
        } catch (DateTimeException malformed) {
            return false;
        }
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
