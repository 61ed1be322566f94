package dev.portcullis.acme.renew;

import dev.portcullis.acme.keep.Notes;
import dev.portcullis.acme.order.RenewalInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When what is to be done about a certificate.
final class RenewalSchedule {

    /// How long an authority can make us wait.
    static final Duration LONGEST_WAIT = Duration.ofDays(7);

    /// Renewal info is asked for at least this often (RFC 9773 §4.3.1 and Let's Encrypt's guide: twice a day).
    static final Duration ASKED_EVERY = Duration.ofHours(12);

    private static final Duration SHORT_LIFE = Duration.ofDays(10);

    private RenewalSchedule() {}

    /// When a certificate is to be renewed.
    ///
    /// @param why as in [CertificateState#renewal]
    record Due(Instant at, String why) {}

    /// How long a certificate is valid.
    record Life(Instant from, Instant until) {

        Duration length() {
            Duration length = Duration.between(from, until);
            return length.isPositive() ? length : Duration.ofSeconds(1);
        }

        boolean isShort() {
            return length().compareTo(SHORT_LIFE) < 0;
        }

        /// What is left when it is due, without advice of its authority.
        Duration reserve() {
            return length().dividedBy(isShort() ? 2 : 3);
        }
    }

    /// The moment of a renewal: the one chosen in the authority's window, but a sixth of the life before its
    /// end at the latest, whatever the authority says; without a window when a third of the life is left, half
    /// of a short one.
    ///
    /// @param spread in [0, 1): how much of 5 % of the life earlier, so that not everybody comes at once
    static Due due(Life life, Optional<Notes.Window> window, double spread) {
        if (window.isPresent()) {
            Instant chosen = window.get().chosen();
            Instant latest = life.until().minus(life.length().dividedBy(6));
            return chosen.isBefore(latest)
                    ? new Due(chosen, "suggested by the authority")
                    : new Due(latest, "a sixth of its life is left");
        }
        long earlier = (long) (life.length().toMillis() * 0.05 * spread);
        return new Due(
                life.until().minus(life.reserve()).minusMillis(earlier),
                life.isShort() ? "half of its life is left" : "a third of its life is left");
    }

    /// Takes an authority's advice: a moment is drawn once for each window. A window that ends before it
    /// begins is none.
    static Notes.Advice advice(
            Optional<RenewalInfo> info, Optional<Notes.Window> known, Life life, Instant now, RandomGenerator random) {
        Instant latest = now.plus(askedEvery(life));
        if (info.isEmpty()) {
            return new Notes.Advice(Optional.empty(), latest);
        }
        RenewalInfo said = info.get();
        Instant earliest = now.plus(soon(life));
        Instant again = said.askAgain().isBefore(earliest) ? earliest : said.askAgain();
        again = again.isAfter(latest) ? latest : again;
        if (!said.end().isAfter(said.start())) {
            return new Notes.Advice(Optional.empty(), again);
        }
        Notes.Window window = known.filter(
                        old -> old.start().equals(said.start()) && old.end().equals(said.end()))
                .orElseGet(() -> new Notes.Window(
                        said.start(), said.end(), between(said.start(), said.end(), random), said.explanation()));
        return new Notes.Advice(Optional.of(window), again);
    }

    /// Renewal info could not be had: what is known stays, and is asked for again within the hour or so.
    static Notes.Advice noAdvice(
            Optional<Notes.Window> known, Optional<Instant> notBefore, Life life, Instant now, RandomGenerator random) {
        Duration every = askedEvery(life);
        Instant again = now.plus(jittered(soon(life), random));
        Instant latest = now.plus(every);
        if (notBefore.isPresent() && notBefore.get().isAfter(again)) {
            again = notBefore.get().isAfter(latest) ? latest : notBefore.get();
        }
        return new Notes.Advice(known, again);
    }

    /// How long to wait after so many failures in a row: 1, 10 and 100 minutes, then a twentieth of what is left of
    /// the certificate's life, but an hour at least and a day at most. Certificates of a short life are tried for
    /// each hour, and every six hours where nothing valid is there. ± 20 % from the fourth on.
    ///
    /// @param life of the certificate that is served; empty for none
    static Duration retryAfter(int failures, Optional<Life> life, Instant now, RandomGenerator random) {
        Duration usual = steady(life, now);
        Duration first = switch (failures) {
            case 0, 1 -> Duration.ofMinutes(1);
            case 2 -> Duration.ofMinutes(10);
            case 3 -> Duration.ofMinutes(100);
            default -> usual;
        };
        return failures > 3 || first.compareTo(usual) > 0 ? jittered(usual, random) : first;
    }

    /// After a success nothing is done for a while, whatever an authority advises.
    static Duration rest(Life life) {
        Duration part = life.length().dividedBy(12);
        return part.compareTo(Duration.ofHours(1)) < 0 ? part : Duration.ofHours(1);
    }

    /// Whether a certificate that just came looks old, as it does to a clock that runs ahead; authorities date
    /// back by some hours.
    ///
    /// @param begun when the attempt began
    static boolean isOddlyOld(Life life, Instant begun, Instant now) {
        return life.from().isBefore(begun.minus(Duration.ofDays(1)))
                || now.isAfter(life.from().plus(life.length().dividedBy(2)));
    }

    /// When such a one is renewed: after half of the rest of its life.
    static Instant afterOddlyOld(Life life, Instant now) {
        Duration rest = Duration.between(now, life.until()).dividedBy(2);
        rest = rest.isNegative() ? Duration.ZERO : rest;
        return now.plus(rest.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : rest);
    }

    /// The time that a Retry-After asks for, within reason.
    static Instant obeyed(Instant notBefore, Instant now) {
        Instant latest = now.plus(LONGEST_WAIT);
        return notBefore.isAfter(latest) ? latest : notBefore;
    }

    private static Duration steady(Optional<Life> life, Instant now) {
        if (life.filter(Life::isShort).isPresent()) {
            return Duration.ofHours(1);
        }
        Duration left = life.map(it -> Duration.between(now, it.until())).orElse(Duration.ZERO);
        if (!left.isPositive()) {
            return Duration.ofHours(6);
        }
        Duration part = left.dividedBy(20);
        if (part.compareTo(Duration.ofHours(24)) > 0) {
            return Duration.ofHours(24);
        }
        return part.compareTo(Duration.ofHours(1)) < 0 ? Duration.ofHours(1) : part;
    }

    private static Duration askedEvery(Life life) {
        Duration part = life.length().dividedBy(12);
        return part.compareTo(ASKED_EVERY) < 0 ? part : ASKED_EVERY;
    }

    private static Duration soon(Life life) {
        Duration every = askedEvery(life);
        return Duration.ofHours(1).compareTo(every) < 0 ? Duration.ofHours(1) : every;
    }

    private static Duration jittered(Duration time, RandomGenerator random) {
        return Duration.ofMillis((long) (time.toMillis() * (0.8 + 0.4 * random.nextDouble())));
    }

    private static Instant between(Instant start, Instant end, RandomGenerator random) {
        return start.plusMillis((long) (Duration.between(start, end).toMillis() * random.nextDouble()));
    }
}
