package dev.portcullis.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is left to do when the file is written: in Home Assistant, on the router, on this machine.
final class NextSteps {

    private static final String UNKNOWN = "the address of this machine";

    private final Answers answers;
    private final Optional<Sighting> seen;
    private final String file;

    /// @param file as the owner names it in commands; empty if it is where it is looked for
    NextSteps(Answers answers, Optional<Sighting> seen, String file) {
        this.answers = answers;
        this.seen = seen;
        this.file = file;
    }

    List<String> list() {
        List<String> steps = new ArrayList<>();
        steps.add(inHomeAssistant());
        steps.addAll(outside());
        steps.add("Look at what is exposed to whom: portcullis check" + option());
        steps.add("Start it: portcullis run" + option()
                + ", or, where the package installed it: systemctl enable --now portcullis");
        steps.add("Have the whole chain checked: portcullis doctor" + option());
        return steps;
    }

    private String option() {
        return file.isEmpty() ? "" : " --config " + file;
    }

    private String inHomeAssistant() {
        if (seen.orElse(null) instanceof Sighting.House house && house.trusts()) {
            return "Home Assistant takes client addresses from this machine already: nothing to do there.";
        }
        return """
                In Home Assistant, under Settings > System > Network, turn on "Trust X-Forwarded-For" and add %s to \
                "Trusted proxies" (this one address, no network). It restarts; confirm the change within 5 minutes, or \
                the old settings come back. Until then it answers 400 to everything that comes through Portcullis.""".formatted(address().orElse(UNKNOWN));
    }

    private Optional<String> address() {
        return seen.map(sighting -> switch (sighting) {
                    case Sighting.House house -> house.from();
                    case Sighting.Stranger _, Sighting.Nobody _ -> "";
                })
                .filter(address -> !address.isEmpty());
    }

    private List<String> outside() {
        String port = answers.listen()
                .map(address -> address.substring(address.lastIndexOf(':') + 1))
                .orElse("443");
        String names = String.join(", ", answers.hosts());
        List<String> steps = new ArrayList<>();
        steps.add(
                "On your router, forward TCP port 443 to this machine, port %s. Close every other forwarding to Home Assistant, 8123 above all."
                        .formatted(port));
        steps.add(
                "Let the DNS of %s point to your public address (and an AAAA record only where IPv6 reaches this machine)."
                        .formatted(names));
        return steps;
    }
}
