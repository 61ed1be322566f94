package dev.portcullis.config;

import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.route.HostTable;
import java.util.Optional;

/// One item of `never_ban`.
sealed interface NeverBanMember {

    String EXPECTED = "a zone, a network or a host name";

    /// Whether the zone exists is for later to say.
    record InZone(String name) implements NeverBanMember {}

    record InNetwork(Cidr cidr) implements NeverBanMember {}

    record Host(String name) implements NeverBanMember {}

    static ScalarType<NeverBanMember> type() {
        ScalarType<Cidr> network = NetTypes.cidr();
        return new ScalarType<>(EXPECTED, (text, reading) -> {
            int colon = text.indexOf(':');
            if (colon > 0
                    && (text.contains("://")
                            || hostName(text.substring(0, colon)).isPresent())) {
                throw new Misfit(Quoted.of(text), EXPECTED, "Write the name alone, without scheme and port.");
            }
            if (text.chars().noneMatch(Character::isLetterOrDigit)) {
                throw new Misfit(Quoted.of(text), EXPECTED);
            }
            boolean letters = text.chars().anyMatch(Character::isLetter);
            if (colon >= 0 || text.indexOf('/') >= 0 || !letters) {
                return new InNetwork(network.parser().parse(text, reading));
            }
            if (text.indexOf('.') < 0) {
                return new InZone(text);
            }
            return new Host(hostName(text)
                    .orElseThrow(() -> new Misfit(
                            Quoted.of(text),
                            EXPECTED,
                            text.indexOf('*') < 0 ? "" : "A name is looked up, so it has to be a whole one.")));
        });
    }

    /// A name with a dot, in its one spelling.
    private static Optional<String> hostName(String text) {
        return HostTable.canonical(text)
                .filter(it -> it.indexOf('.') > 0 && it.chars().anyMatch(Character::isLetter));
    }
}
