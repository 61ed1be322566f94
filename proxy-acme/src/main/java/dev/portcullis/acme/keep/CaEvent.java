package dev.portcullis.acme.keep;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Something that an authority counts against us.
///
/// @param about the names of an order or a certificate, as [#set] writes them, or the one name of a proof;
///     empty for a registration
/// @param at when it was, by the clock of that time
/// @param taken when it is taken to have been since a clock that was behind that one was believed; else as `at`
public record CaEvent(Kind kind, URI directory, String about, Instant at, Instant taken) {

    public CaEvent(Kind kind, URI directory, String about, Instant at) {
        this(kind, directory, about, at, at);
    }

    /// What authorities count.
    public enum Kind {
        REGISTRATION,
        ORDER,
        CERTIFICATE,
        /// The authority was told to look; whether it was convinced is not known yet.
        PROOF,
        FAILED_PROOF
    }

    /// A set of names: sorted, in lower case, so that the same names are the same text.
    public static String set(List<String> names) {
        return names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .sorted()
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /// The later of its two moments that has come: whichever clock was wrong, it counts for long enough.
    public Instant latest(Instant now) {
        return at.isAfter(now) || (at.isBefore(taken) && !taken.isAfter(now)) ? taken : at;
    }

    /// Taken as of now if all of it lies ahead: it happened, and it must fade.
    CaEvent cameTrue(Instant now) {
        return at.isAfter(now) && taken.isAfter(now) ? new CaEvent(kind, directory, about, at, now) : this;
    }
}
