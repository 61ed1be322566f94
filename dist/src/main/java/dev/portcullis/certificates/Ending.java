package dev.portcullis.certificates;

import dev.portcullis.acme.KeyAndChain;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How near its end a certificate is that its owner renews, in the degrees that are worth a word.
enum Ending {
    DAYS_14(14),
    DAYS_7(7),
    DAYS_3(3),
    DAY_1(1),
    ENDED(0);

    private final Duration left;

    Ending(int days) {
        this.left = Duration.ofDays(days);
    }

    /// Empty while there is time: more than 14 days, or more than a third of a short life.
    static Optional<Ending> of(KeyAndChain pair, Instant now) {
        Instant from = pair.leaf().getNotBefore().toInstant();
        Instant until = pair.leaf().getNotAfter().toInstant();
        Duration rest = Duration.between(now, until);
        if (rest.compareTo(Duration.between(from, until).dividedBy(3)) > 0) {
            return Optional.empty();
        }
        Optional<Ending> worst = Optional.empty();
        for (Ending degree : values()) {
            worst = rest.compareTo(degree.left) <= 0 ? Optional.of(degree) : worst;
        }
        return worst;
    }

    String text(Path certificate, KeyAndChain pair) {
        String how = switch (this) {
            case DAYS_14, DAYS_7, DAYS_3 -> "ends in less than " + left.toDays() + " days";
            case DAY_1 -> "ends in less than a day";
            case ENDED -> "has ended";
        };
        return "%s: %s: %s (expected: renewed by now). Renew it; the files are read again when they change."
                .formatted(certificate, how, pair.leaf().getNotAfter().toInstant());
    }
}
