package dev.portcullis.house;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An HTTP answer.
///
/// @param fields by lower-case name; of several the first
/// @param body its beginning, at most 64 KiB
/// @param from our own address on that connection
public record Reply(int status, Map<String, String> fields, String body, String from) {

    public Reply {
        fields = Map.copyOf(fields);
    }

    /// The value of one field.
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
    }

    /// What the other end took for the time (RFC 9110 §6.6.1).
    public Optional<Instant> date() {
        try {
            return field("date")
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// What a page calls itself, or the first words of the answer, on one line; empty if there are none.
    public String title() {
        String lower = body.toLowerCase(Locale.ROOT);
        int open = lower.indexOf("<title>");
        int close = open < 0 ? -1 : lower.indexOf("</title>", open);
        String text = close < 0 ? body : body.substring(open + "<title>".length(), close);
        String words = String.join(" ", text.strip().lines().map(String::strip).toList());
        return words.length() > 60 ? words.substring(0, 60) + "…" : words;
    }
}
