package dev.portcullis.rules.history;

import dev.portcullis.rules.signal.Credential;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;

/// What each outcome weighs as a failed login.
public final class Weights {

    private static final double WHOLE = 1;
    private static final double WEAK = 0.25;

    private Weights() {}

    /// Of one failure with a credential that never worked.
    public static double of(Outcome outcome) {
        return switch (outcome) {
            case WRONG_PASSWORD,
                    WRONG_CODE,
                    TOO_MANY_CODES,
                    UNSEEN_GUESS,
                    BAD_GRANT,
                    BAD_AUTH_CODE,
                    UNSUPPORTED_GRANT,
                    BAD_TOKEN_REQUEST,
                    DENIED -> WHOLE;
            case BAD_BEARER,
                    BAD_SIGNATURE,
                    BAD_MEDIA_TOKEN,
                    SOCKET_REFUSED,
                    SOCKET_MALFORMED,
                    NO_CREDENTIAL,
                    UNKNOWN_FLOW,
                    MALFORMED_LOGIN -> WEAK;
            case NONE,
                    LOGIN_OK,
                    TOKEN_OK,
                    SOCKET_OK,
                    CREDENTIAL_OK,
                    SITE_OK,
                    FLOW_STARTED,
                    ADDRESS_CHANGED,
                    LOGIN_EXPIRED,
                    LOGIN_BLOCKED,
                    FILTERED,
                    NOT_FOUND -> 0;
        };
    }

    /// Whether it says that a login, or something that needs one, did not succeed.
    public static boolean isFailure(Outcome outcome) {
        return of(outcome) > 0
                || outcome == Outcome.ADDRESS_CHANGED
                || outcome == Outcome.LOGIN_EXPIRED
                || outcome == Outcome.LOGIN_BLOCKED;
    }

    /// Whether it says that a credential is good.
    public static boolean isSuccess(Outcome outcome) {
        return outcome == Outcome.LOGIN_OK
                || outcome == Outcome.TOKEN_OK
                || outcome == Outcome.SOCKET_OK
                || outcome == Outcome.CREDENTIAL_OK
                || outcome == Outcome.SITE_OK;
    }

    /// Whether a person's secret was guessed: each one counts, and no browser can be made to send it from elsewhere,
    /// as the flow's id has to be read first.
    public static boolean isGuess(Outcome outcome) {
        return outcome == Outcome.WRONG_PASSWORD
                || outcome == Outcome.WRONG_CODE
                || outcome == Outcome.TOO_MANY_CODES
                || outcome == Outcome.UNSEEN_GUESS;
    }

    /// Whether nothing at all was presented. A browser asks a generic site like that before it asks its owner, and a
    /// page whose session is over does so for all its parts.
    public static boolean isUnasked(Observation observation) {
        return observation.outcome() == Outcome.NO_CREDENTIAL
                || (observation.outcome() == Outcome.DENIED
                        && observation.credential().kind() == Credential.Kind.NONE);
    }

    /// What this failure weighs by itself.
    public static double of(Observation observation) {
        return isUnasked(observation) ? WEAK : of(observation.outcome());
    }
}
