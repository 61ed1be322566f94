package dev.portcullis.acme;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Why a certificate could not be had, and what to do about it.
///
/// @param where the step and what it was about: `dns-01 for home.example.org`, `https://…/directory`
/// @param found what was found; it may quote an authority or a DNS provider, so it is escaped before a terminal
///     sees it, and it never holds a secret
/// @param remedy what the owner can do, a whole sentence; says so where waiting is enough
/// @param notBefore when to try again at the earliest, where somebody said so (RFC 8555 §6.6)
public record AcmeTrouble(Cause cause, String where, String found, String remedy, Optional<Instant> notBefore) {

    private static final int LONGEST = 600;
    private static final int LONGEST_WHERE = 200;

    /// @throws IllegalArgumentException if a text is blank
    public AcmeTrouble {
        where = shortened(where, LONGEST_WHERE);
        found = shortened(found, LONGEST);
        if (where.isBlank() || found.isBlank() || remedy.isBlank()) {
            throw new IllegalArgumentException("ACME trouble: a blank text (expected: where, found and remedy)");
        }
    }

    private static String shortened(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) + "…" : text;
    }

    /// Where nobody said when to try again.
    public static AcmeTrouble of(Cause cause, String where, String found, String remedy) {
        return new AcmeTrouble(cause, where, found, remedy, Optional.empty());
    }

    /// The same, not to be tried again before that moment.
    public AcmeTrouble until(Instant moment) {
        return new AcmeTrouble(cause, where, found, remedy, Optional.of(moment));
    }

    /// `where: found. Remedy.`
    @Override
    public String toString() {
        return where + ": " + found + (found.endsWith(".") ? " " : ". ") + remedy;
    }

    /// What is wrong.
    public enum Cause {
        /// The name does not exist, or not with an address (problem `dns`).
        NAME_WITHOUT_ADDRESS(Repair.OWNER),
        /// Somebody else answered for the name: it points elsewhere, or a box in between took the connection.
        POINTS_ELSEWHERE(Repair.OWNER),
        /// The authority could not connect: a closed port, no port forwarding, a firewall.
        PORT_CLOSED(Repair.OWNER),
        /// A CAA record does not allow this authority (RFC 8659).
        CAA_FORBIDS(Repair.OWNER),
        /// The authority does not issue for such a name.
        NAME_REFUSED(Repair.OWNER),
        /// A limit of the authority, or ours that keeps clear of it.
        RATE_LIMITED(Repair.TIME),
        TERMS_NOT_AGREED(Repair.OWNER),
        /// The authority wants an external account binding, or refused ours (RFC 8555 §7.3.4).
        ACCOUNT_BINDING(Repair.OWNER),
        /// The account is unknown, deactivated or its contact was refused.
        ACCOUNT_REFUSED(Repair.OWNER),
        /// This machine's clock contradicts the authority's certificate or the one it issued.
        CLOCK_WRONG(Repair.OWNER),
        /// The DNS provider refused the token.
        DNS_TOKEN_REFUSED(Repair.OWNER),
        /// The DNS provider, the name server or the owner's program refused or failed.
        DNS_UPDATE_FAILED(Repair.TIME),
        /// The record did not show on all of the zone's name servers in time.
        DNS_NOT_SPREAD(Repair.TIME),
        /// None of the configured challenges is offered.
        NO_CHALLENGE(Repair.OWNER),
        /// The profile is not offered.
        PROFILE_UNKNOWN(Repair.OWNER),
        /// The authority cannot be reached, or is silent.
        UNREACHABLE(Repair.TIME),
        /// The authority's own certificate is not trusted.
        UNTRUSTED(Repair.OWNER),
        /// The authority answers with errors or nonsense.
        AUTHORITY_BROKEN(Repair.TIME),
        /// The certificate that an order names as replaced was replaced already (RFC 9773 §5): order without it.
        ALREADY_REPLACED(Repair.TIME),
        /// What was issued is not what was asked for.
        WRONG_CERTIFICATE(Repair.TIME),
        /// The state folder cannot be written or read.
        STATE_UNUSABLE(Repair.OWNER);

        private final Repair repair;

        Cause(Repair repair) {
            this.repair = repair;
        }

        /// Whether somebody has to do something; else it may pass by itself.
        public boolean needsOwner() {
            return repair == Repair.OWNER;
        }

        /// As JSON and people spell it.
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        private enum Repair {
            OWNER,
            TIME
        }
    }
}
