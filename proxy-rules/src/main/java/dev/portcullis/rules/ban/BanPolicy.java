package dev.portcullis.rules.ban;

import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.signal.OwnRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Who is banned, and for how long; the section `protection` of the configuration.
///
/// @param enforce false only writes down what would have happened
/// @param neverBan who is spared
/// @param rememberOwner for how long a client that logged in is banned on five times the evidence only
/// @param failedLogins how many failed logins are too many
/// @param probes how many probes are too many
/// @param rules the owner's own
public record BanPolicy(
        boolean enforce,
        NeverBan neverBan,
        Duration rememberOwner,
        Allowance failedLogins,
        Allowance probes,
        Terms terms,
        List<OwnRule> rules) {

    public BanPolicy {
        rules = List.copyOf(rules);
    }

    /// The same, with these networks spared as well.
    public BanPolicy sparing(List<Cidr> networks) {
        List<Cidr> all = new ArrayList<>(neverBan.networks().cidrs());
        all.addAll(networks);
        NeverBan spared = new NeverBan(neverBan.zones(), CidrSet.of(all), neverBan.hosts());
        return new BanPolicy(enforce, spared, rememberOwner, failedLogins, probes, terms, rules);
    }

    /// How much is too much.
    ///
    /// @param limit this much weight within the window leads to a ban
    /// @param window how long each event counts
    public record Allowance(int limit, Duration window) {}

    /// How long bans last.
    ///
    /// @param factor each further ban lasts so many times longer
    /// @param memory how long a past ban makes the next one longer, from its start
    public record Terms(Duration first, int factor, Duration longest, Duration memory, Widening widen) {}

    /// When neighbours are banned together.
    ///
    /// @param after so many banned clients of one network ban the network
    /// @param ipv4 prefix length of that network
    /// @param ipv6 prefix length of that network
    /// @param duration how long the network stays banned
    public record Widening(int after, int ipv4, int ipv6, Duration duration) {}
}
