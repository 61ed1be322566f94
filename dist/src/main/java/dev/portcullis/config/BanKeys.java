package dev.portcullis.config;

import java.time.Duration;

/// Keys below `protection.bans`.
final class BanKeys {

    private static final ScalarType<Duration> TIME = Amounts.duration("1m", "3650d");

    static final Key<Duration> FIRST = Key.of("first", TIME, "1h", "How long the first ban lasts, give or take 10 %.");

    static final Key<Integer> FACTOR =
            Key.of("factor", Amounts.number(1, 100), "4", "Each further ban lasts so many times longer.");

    static final Key<Duration> LONGEST = Key.of("longest", TIME, "30d", "No ban lasts longer.");

    static final Key<Duration> MEMORY =
            Key.of("memory", TIME, "30d", "How long, from its start, a past ban makes the next one longer.");

    static final Key<Integer> AFTER = Key.of(
            "after",
            Amounts.number(2, 1_000_000),
            "4",
            "This many clients of one network, banned at the same time, ban the network.");

    /// A shorter prefix would hit strangers: a /16 has 65,536 neighbours.
    static final Key<Integer> IPV4 = Key.of(
            "ipv4", Amounts.number(16, 32), "24", "Prefix length of that network for IPv4; 32 widens no ban of IPv4.");

    static final Key<Integer> IPV6 = Key.of(
            "ipv6", Amounts.number(32, 64), "48", "Prefix length of that network for IPv6; 64 widens no ban of IPv6.");

    static final Key<Duration> FOR = Key.of("for", TIME, "24h", "How long the network stays banned.");

    static final Key<Section> WIDEN =
            Key.section("widen", SectionType.of(AFTER, IPV4, IPV6, FOR), "When neighbours are banned together.");

    static final SectionType SECTION = SectionType.of(FIRST, FACTOR, LONGEST, MEMORY, WIDEN);

    private BanKeys() {}
}
