package dev.portcullis.rules.ban;

import dev.portcullis.rules.net.Cidr;
import java.time.Duration;
import java.time.Instant;

/// One ban.
///
/// @param id never used again
/// @param network an IPv4 /32 or IPv6 /64 for a client, wider for neighbours and for what the owner adds
/// @param until [Instant#MAX] for ever
/// @param rule what counted too high: `failed_logins`, `probes`, the name of an own rule, `widen`; empty for what
///     the owner adds
/// @param offence 1 for the first ban within `memory`, and so on; 0 for what the owner adds
/// @param enforced false where it was only written down what would have happened
/// @param note the owner's words, or what led to it in few words
public record Ban(
        long id,
        Cidr network,
        Instant from,
        Instant until,
        Cause cause,
        String rule,
        int offence,
        boolean enforced,
        String note) {

    /// The same ban, begun at another time; it lasts as long.
    Ban from(Instant other) {
        boolean moves = until.isAfter(from) && !until.equals(Instant.MAX);
        Instant end = moves ? other.plus(Duration.between(from, until)) : until;
        return new Ban(id, network, other, end, cause, rule, offence, enforced, note);
    }

    public boolean activeAt(Instant now) {
        return now.isBefore(until);
    }
}
