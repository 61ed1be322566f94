package dev.portcullis.setup;

import java.util.Map;
import java.util.Optional;

/// What was answered beforehand, as options of the command.
///
/// @param values by the option's name without its dashes, such as `host`
/// @param agreed whether the authority's terms are agreed to
public record Given(Map<String, String> values, boolean agreed) {

    public Given {
        values = Map.copyOf(values);
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option)).map(String::strip);
    }
}
