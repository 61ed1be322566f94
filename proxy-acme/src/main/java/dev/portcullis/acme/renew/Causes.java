package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeTrouble;
import java.util.Optional;

/// What the cause of a trouble means for the next step.
final class Causes {

    /// Between what was found and what else was found.
    static final String BESIDES = "; besides, ";

    private Causes() {}

    /// Whether the trouble may be one authority's alone, so that another one may issue.
    static boolean areTheAuthoritys(AcmeTrouble.Cause cause) {
        return switch (cause) {
            case UNREACHABLE, AUTHORITY_BROKEN, RATE_LIMITED, UNTRUSTED, CLOCK_WRONG -> true;
            case NAME_WITHOUT_ADDRESS,
                    POINTS_ELSEWHERE,
                    PORT_CLOSED,
                    CAA_FORBIDS,
                    NAME_REFUSED,
                    TERMS_NOT_AGREED,
                    ACCOUNT_BINDING,
                    ACCOUNT_REFUSED,
                    DNS_TOKEN_REFUSED,
                    DNS_UPDATE_FAILED,
                    DNS_NOT_SPREAD,
                    NO_CHALLENGE,
                    PROFILE_UNKNOWN,
                    ALREADY_REPLACED,
                    WRONG_CERTIFICATE,
                    STATE_UNUSABLE -> false;
        };
    }

    /// Whether the names cannot be proven, at whichever authority; else what staging says is staging's alone.
    static boolean isAboutNames(AcmeTrouble.Cause cause) {
        return switch (cause) {
            case NAME_WITHOUT_ADDRESS,
                    POINTS_ELSEWHERE,
                    PORT_CLOSED,
                    CAA_FORBIDS,
                    NAME_REFUSED,
                    DNS_TOKEN_REFUSED,
                    DNS_UPDATE_FAILED,
                    DNS_NOT_SPREAD,
                    NO_CHALLENGE -> true;
            case RATE_LIMITED,
                    TERMS_NOT_AGREED,
                    ACCOUNT_BINDING,
                    ACCOUNT_REFUSED,
                    CLOCK_WRONG,
                    PROFILE_UNKNOWN,
                    UNREACHABLE,
                    UNTRUSTED,
                    AUTHORITY_BROKEN,
                    ALREADY_REPLACED,
                    WRONG_CERTIFICATE,
                    STATE_UNUSABLE -> false;
        };
    }

    /// What the owner has to repair stays in sight while a limit makes us wait.
    ///
    /// @param before what the attempt before this one failed with
    static AcmeTrouble seen(AcmeTrouble now, Optional<AcmeTrouble> before) {
        if (now.cause() != AcmeTrouble.Cause.RATE_LIMITED
                || before.filter(it -> it.cause().needsOwner()).isEmpty()) {
            return now;
        }
        AcmeTrouble owners = before.get();
        int besides = owners.found().indexOf(BESIDES);
        String found = besides < 0 ? owners.found() : owners.found().substring(0, besides);
        return new AcmeTrouble(
                owners.cause(),
                owners.where(),
                found + BESIDES + now.where() + ": " + now.found(),
                owners.remedy(),
                now.notBefore());
    }
}
