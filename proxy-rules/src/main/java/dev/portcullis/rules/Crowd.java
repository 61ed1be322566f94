package dev.portcullis.rules;

import dev.portcullis.rules.history.ClientHistory;
import dev.portcullis.rules.history.Event.Kind;
import dev.portcullis.rules.history.Weights;
import dev.portcullis.rules.history.Windows;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import java.util.Set;

/// Failures that come in crowds though nobody guesses: of one crowd all together weigh no more than one guess.
enum Crowd {
    /// Each by itself.
    NONE,
    /// Cameras' cards retry in bursts.
    MEDIA,
    /// A generic site's page whose session is over asks for all its pictures.
    UNASKED,
    /// Tokens that are out of date weigh nothing, and anybody can make up a new one for each request.
    EXPIRED;

    private static final double MOST = 1;

    private static final Set<String> MEDIA_NAMES = Set.of(Outcome.BAD_SIGNATURE.key(), Outcome.BAD_MEDIA_TOKEN.key());
    private static final Set<String> UNASKED_NAMES = Set.of("unasked");

    /// @param worked whether what was presented was good at some time
    static Crowd of(Observation seen, boolean worked) {
        if (seen.credential().expired() && !worked) {
            return EXPIRED;
        }
        if (MEDIA_NAMES.contains(seen.outcome().key())) {
            return MEDIA;
        }
        return seen.outcome() == Outcome.DENIED && Weights.isUnasked(seen) ? UNASKED : NONE;
    }

    /// What one more of it may weigh.
    double left(ClientHistory history, Windows windows) {
        return switch (this) {
            case NONE, EXPIRED -> Double.MAX_VALUE;
            case MEDIA -> MOST - history.weightOf(Kind.LOGIN, MEDIA_NAMES, windows);
            case UNASKED -> MOST - history.weightOf(Kind.LOGIN, UNASKED_NAMES, windows);
        };
    }

    /// As evidence spells it.
    String what(Observation seen) {
        return this == UNASKED ? "unasked" : seen.outcome().key();
    }

    /// Within which failures that weigh something are one, for a moment.
    String place(Observation seen) {
        return this == MEDIA ? "media" : seen.request().path();
    }

    /// The same for what weighs nothing.
    String idlePlace(Observation seen) {
        return switch (this) {
            case UNASKED -> "unasked";
            case EXPIRED -> "expired";
            case NONE, MEDIA -> place(seen);
        };
    }
}
