package dev.portcullis.setup;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where Home Assistant is: looks at the usual places, and at what the owner names.
final class HouseQuestion {

    private static final List<String> USUAL =
            List.of("http://127.0.0.1:8123", "http://homeassistant.local:8123", "http://homeassistant:8123");

    private final Given given;
    private final Prompt prompt;
    private final Asking asking;
    private final Sighting.Search search;
    private @Nullable Sighting seen;

    HouseQuestion(Given given, Prompt prompt, Asking asking, Sighting.Search search) {
        this.given = given;
        this.prompt = prompt;
        this.asking = asking;
        this.search = search;
    }

    Optional<Sighting> seen() {
        return Optional.ofNullable(seen);
    }

    Answers ask(Answers answers) throws Unanswered {
        boolean asked = given.value("upstream").isEmpty();
        String usual = asked ? lookAround() : "";
        while (true) {
            Answers next = asking.about(
                    "upstream",
                    "2. Where is Home Assistant?",
                    "   address",
                    usual,
                    text -> text.isEmpty()
                            ? Asking.Read.no("http://host:port")
                            : Asking.Read.yes(answers.withUpstream(completed(text))));
            Sighting sighting = search.look(next.upstream());
            seen = sighting;
            if (takes(sighting, next.upstream(), asked)) {
                return next;
            }
        }
    }

    /// An address alone means its usual port.
    private static String completed(String text) {
        if (text.contains("://")) {
            return text;
        }
        boolean port = text.lastIndexOf(':') > text.lastIndexOf(']');
        return "http://" + text + (port ? "" : ":8123");
    }

    private String lookAround() {
        prompt.say("Looking for Home Assistant …");
        for (String place : USUAL) {
            if (search.look(place) instanceof Sighting.House) {
                return place;
            }
        }
        return "";
    }

    /// Whoever is asked decides; an option is believed.
    private boolean takes(Sighting sighting, String upstream, boolean asked) throws Unanswered {
        String trouble = switch (sighting) {
            case Sighting.House house -> {
                String version = house.version().isEmpty() ? "" : " " + house.version();
                prompt.say("   Home Assistant%s answers at %s.".formatted(version, upstream));
                yield "";
            }
            case Sighting.Stranger it -> "%s is not Home Assistant: %s.".formatted(upstream, it.what());
            case Sighting.Nobody it -> "Nothing answers at %s: %s.".formatted(upstream, it.why());
        };
        if (trouble.isEmpty()) {
            return true;
        }
        prompt.say("   " + trouble);
        return !asked || asking.isYes(asking.line("upstream", "   Take it all the same? [y/N]"));
    }
}
