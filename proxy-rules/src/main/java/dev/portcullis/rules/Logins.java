package dev.portcullis.rules;

import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.history.ClientHistory;
import dev.portcullis.rules.history.Event.Kind;
import dev.portcullis.rules.history.Household;
import dev.portcullis.rules.history.KnownCredentials;
import dev.portcullis.rules.history.LastTimes;
import dev.portcullis.rules.history.LoginStorm;
import dev.portcullis.rules.history.StaleCredentials;
import dev.portcullis.rules.history.Weights;
import dev.portcullis.rules.history.Windows;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What an observation says of logins: who belongs to the house, and what is held against whom.
final class Logins {

    private static final long COLLAPSED = Duration.ofSeconds(10).toMillis();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final int MOST_TOLD = 20_000;
    /// Good credentials get it as well.
    private static final int TROUBLE = 500;
    private final KnownCredentials known;
    private final Household household;
    private final StaleCredentials stale = new StaleCredentials();
    private final LoginStorm storm = new LoginStorm();
    private final LastTimes<Success> told = new LastTimes<>(MOST_TOLD);
    /// What a generic site takes for good may be made up: its clients must not fill what is known.
    private final LastTimes<ClientKey> taught = new LastTimes<>(MOST_TOLD);

    Logins(KnownCredentials known, Household household) {
        this.known = known;
        this.household = household;
    }

    /// What the answer says of the credentials, unless it is no answer of the upstream's own. A guess needs none.
    static Outcome outcome(Observation observation) {
        if (observation.outcome() == Outcome.UNSEEN_GUESS) {
            return Outcome.UNSEEN_GUESS;
        }
        int status = observation.answer().status();
        boolean away = status == 502 || status == 503 || status == 504;
        return away || !observation.answer().refusal().isEmpty() ? Outcome.NONE : observation.outcome();
    }

    /// Judges it as a login.
    ///
    /// @return the client's history thereafter
    ClientHistory judge(Observation seen, ClientKey client, ClientHistory history, Windows windows, List<Effect> out) {
        Outcome outcome = outcome(seen);
        if (Weights.isSuccess(outcome)) {
            succeeded(seen, client, out);
            return history;
        }
        if (outcome != Outcome.NONE && seen.zone().equals(Zone.INTERNET.name())) {
            storm.seen(seen, client).ifPresent(until -> slowed(seen, until, out));
        }
        if (!Weights.isFailure(outcome)) {
            return history;
        }
        return Weights.isGuess(outcome) ? guessed(seen, history, out) : failed(seen, client, history, windows, out);
    }

    private void succeeded(Observation seen, ClientKey client, List<Effect> out) {
        boolean elsewhere = seen.outcome() == Outcome.SITE_OK;
        if (!elsewhere || taught.isDue(client, seen.at().toEpochMilli(), MINUTE)) {
            known.learn(seen.credential().hashes(), seen.at())
                    .forEach(hash -> out.add(new Effect.CredentialLearned(hash, seen.at())));
        }
        if (!elsewhere && household.succeeded(client, seen.at())) {
            out.add(new Effect.OwnerSeen(client, seen.at()));
        }
        boolean news = seen.outcome() == Outcome.LOGIN_OK
                || told.isDue(new Success(client, seen.outcome()), seen.at().toEpochMilli(), DAY);
        if (news) {
            out.add(new Effect.LoginSeen(seen, 0));
        }
    }

    private static void slowed(Observation seen, Instant until, List<Effect> out) {
        out.add(new Effect.LoginsSlowed(until));
        out.add(new Effect.Noticed(
                seen.at(),
                seen.client(),
                "login-storm",
                "Many clients at once try to log in. Logins from the internet are slowed down for ten minutes."));
    }

    private static ClientHistory guessed(Observation seen, ClientHistory history, List<Effect> out) {
        double weight = Weights.of(seen);
        out.add(new Effect.LoginSeen(seen, weight));
        return history.added(
                Kind.LOGIN,
                List.of(),
                weight,
                false,
                evidence(seen, seen.outcome().key(), weight));
    }

    private ClientHistory failed(
            Observation seen, ClientKey client, ClientHistory history, Windows windows, List<Effect> out) {
        List<String> hashes = seen.credential().hashes();
        boolean worked = known.knows(hashes);
        List<String> same = hashes;
        if (hashes.isEmpty() && Weights.isUnasked(seen)) {
            same = List.of("none:" + seen.request().path());
        }
        boolean repeated = history.holds(Kind.LOGIN, same);
        boolean said = seen.answer().status() != TROUBLE;
        if (said
                && (worked || repeated)
                && stale.failed(hashes, worked, client, seen.at().toEpochMilli())) {
            out.add(staleCredential(seen));
        }
        if (repeated) {
            return history.repeated(Kind.LOGIN, same);
        }
        double weight = worked || seen.credential().expired() || seen.answer().restarting() ? 0 : Weights.of(seen);
        Crowd crowd = Crowd.of(seen, worked);
        weight = Math.max(0, Math.min(weight, crowd.left(history, windows)));
        String denied = "denied:" + seen.request().path();
        boolean guess = weight > 0 && isGuess(seen, history.holds(Kind.LOGIN, List.of(denied)));
        String collapse = weight > 0 ? "at:" + crowd.place(seen) : "idle:" + crowd.idlePlace(seen);
        if (!guess && history.began(Kind.LOGIN, collapse, COLLAPSED)) {
            return history;
        }
        out.add(new Effect.LoginSeen(seen, weight));
        List<String> keys = new ArrayList<>(same);
        keys.add(collapse);
        if (seen.outcome() == Outcome.DENIED) {
            keys.add(denied);
        }
        boolean aside = !guess && seen.request().crossSite();
        return history.added(Kind.LOGIN, keys, weight, aside, evidence(seen, crowd.what(seen), weight));
    }

    /// Whether it tries a password of the owner's choosing: one that is new, or a form where one was refused before.
    /// Like a guess at a login flow it counts each time, and whatever the guesser says of its page.
    ///
    /// @param denied whether the client was denied the same path before
    private static boolean isGuess(Observation seen, boolean denied) {
        return seen.outcome() == Outcome.DENIED
                && switch (seen.credential().kind()) {
                    case BASIC -> !seen.credential().hashes().isEmpty();
                    case PASSWORD -> denied;
                    case NONE, CODE, REFRESH_TOKEN, AUTH_CODE, BEARER, SIGNED_PATH, MEDIA_TOKEN, SOCKET_TOKEN -> false;
                };
    }

    private static Effect staleCredential(Observation seen) {
        return new Effect.Noticed(
                seen.at(),
                seen.client(),
                "stale-credential",
                ClientKey.of(seen.client()) + " keeps presenting a "
                        + seen.credential().kind().key()
                        + " that does not work. If it is yours, log that device or program in again.");
    }

    private static Evidence evidence(Observation seen, String what, double weight) {
        return new Evidence(
                seen.at(), what, weight, seen.request(), seen.answer().status());
    }

    private record Success(ClientKey client, Outcome outcome) {}
}
