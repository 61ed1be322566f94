package dev.portcullis.setup;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What of the house the internet may reach. The user interface is always there for `lan` and `vpn`.
public enum Exposed {
    WEBHOOKS("only the webhooks that you name"),
    APP("the companion app, and the user interface that is its screens"),
    ASSISTANTS("Alexa and Google Assistant"),
    EVERYTHING("all of Home Assistant, but for onboarding and the Supervisor");

    private final String meaning;

    Exposed(String meaning) {
        this.meaning = meaning;
    }

    /// As the owner writes it: `webhooks`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String meaning() {
        return meaning;
    }

    /// Reads `webhooks, assistants`.
    ///
    /// @return empty if one of them is none of these, or there is nothing
    static Optional<Set<Exposed>> read(String text) {
        Set<Exposed> chosen = EnumSet.noneOf(Exposed.class);
        List<String> words = Words.list(text);
        for (String word : words) {
            Optional<Exposed> one = Arrays.stream(values())
                    .filter(candidate -> candidate.key().equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst();
            if (one.isEmpty()) {
                return Optional.empty();
            }
            chosen.add(one.get());
        }
        return chosen.isEmpty() ? Optional.empty() : Optional.of(chosen);
    }

    static String keys() {
        return Arrays.stream(values()).map(Exposed::key).collect(Collectors.joining(", "));
    }
}
