package dev.portcullis.acme.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.toolbox.JSON;

/// What an authority says went wrong (RFC 7807, RFC 8555 §6.7), and for which names (§6.7.1).
///
/// @param type without its prefix: `rateLimited`; another URI as it is; empty for none
/// @param detail for people; empty for none
/// @param instance where people can read on; empty for nowhere
/// @param name which name this is about; empty for none
record ProblemDocument(String type, String detail, String instance, String name, List<ProblemDocument> parts) {

    private static final String PREFIX = "urn:ietf:params:acme:error:";
    private static final int MOST_PARTS = 20;

    ProblemDocument {
        parts = List.copyOf(parts);
    }

    /// Never fails: whatever cannot be read is left out.
    static ProblemDocument of(JSON json) {
        List<ProblemDocument> parts = new ArrayList<>();
        try {
            json.get("subproblems").asArray().stream()
                    .limit(MOST_PARTS)
                    .forEach(part -> parts.add(plain(part.asObject(), List.of())));
        } catch (AcmeProtocolException ignored) {
            parts.clear();
        }
        return plain(json, parts);
    }

    private static ProblemDocument plain(JSON json, List<ProblemDocument> parts) {
        String type = text(json, "type");
        String detail = text(json, "detail");
        return new ProblemDocument(
                type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type,
                detail.isEmpty() ? text(json, "title") : detail,
                text(json, "instance"),
                name(json),
                parts);
    }

    private static String name(JSON json) {
        try {
            return json.get("identifier")
                    .map(JSON.Value::asObject)
                    .map(identifier -> text(identifier, "value"))
                    .orElse("");
        } catch (AcmeProtocolException ignored) {
            return "";
        }
    }

    private static String text(JSON json, String key) {
        return json.get(key).map(JSON.Value::asString).orElse("").strip();
    }

    /// The type that says most: that of the first part where the whole only says that there are parts.
    String tellingType() {
        return Optional.of(type)
                .filter(own -> !own.equals("compound") || parts.isEmpty())
                .orElseGet(() -> parts.getFirst().type());
    }

    /// All of it in one line for people; never blank.
    String text() {
        StringBuilder text = new StringBuilder(detail.isEmpty() ? type : detail);
        for (ProblemDocument part : parts) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(part.name().isEmpty() ? "" : part.name() + ": ")
                    .append(part.detail().isEmpty() ? part.type() : part.detail());
        }
        return text.toString().isBlank() ? "a problem without a word" : text.toString();
    }
}
