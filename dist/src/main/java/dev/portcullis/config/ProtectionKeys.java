package dev.portcullis.config;

import java.time.Duration;

/// Keys below `protection`.
final class ProtectionKeys {

    private static final ScalarType<Integer> A_COUNT = Amounts.number(1, 1_000_000);

    static final SectionType SECTION = SectionType.of(
            Key.of(
                    "mode",
                    Words.choice("enforce", "observe"),
                    "enforce",
                    "`observe` writes down what would have happened, and does nothing."),
            Key.of(
                    "never_ban",
                    ListType.of(Words.text("a zone, a network or a host name")),
                    "[lan, vpn]",
                    "Zones, networks and host names (looked up again and again) that are never banned."),
            Key.of(
                    "remember_owner",
                    Amounts.duration("1h", "365d"),
                    "30d",
                    "For this long a client that logged in is throttled and reported, not banned."),
            Key.section("failed_logins", allowance(5), "How many failed logins are too many."),
            Key.section("probes", allowance(3), "How many probes are too many."),
            Key.section("rate_limits", rateLimits(), "Token buckets for each client."),
            Key.section("bans", bans(), "How long a ban lasts."),
            Key.of("rules", ListType.of(ownRule()), "[]", "Rules of your own."));

    private ProtectionKeys() {}

    private static SectionType allowance(int limit) {
        return SectionType.of(
                Key.of("limit", A_COUNT, String.valueOf(limit), "This many within the window lead to a ban."),
                Key.of("window", Amounts.duration("1s", "30d"), "10m", "How long each one counts."));
    }

    private static SectionType rateLimits() {
        return SectionType.of(
                Key.section("auth", bucket("10/m", "20"), "Requests to log in."),
                Key.section("webhook", bucket("60/m", "60"), "Calls of webhooks."),
                Key.section("request", bucket("50/s", "400"), "All requests."),
                Key.section(
                        "connection",
                        SectionType.of(
                                rate("20/s"), burst("100"), Key.of("open", A_COUNT, "200", "Open at the same time.")),
                        "New connections."));
    }

    private static SectionType bucket(String rate, String burst) {
        return SectionType.of(rate(rate), burst(burst));
    }

    private static Key<Amounts.Rate> rate(String standard) {
        return Key.of("rate", Amounts.rate(), standard, "How fast the bucket fills.");
    }

    private static Key<Integer> burst(String standard) {
        return Key.of("burst", A_COUNT, standard, "How much the bucket holds.");
    }

    private static SectionType bans() {
        ScalarType<Duration> time = Amounts.duration("1m", "3650d");
        return SectionType.of(
                Key.of("first", time, "1h", "How long the first ban lasts."),
                Key.of("factor", Amounts.number(1, 100), "4", "Each further ban lasts so many times longer."),
                Key.of("longest", time, "30d", "No ban lasts longer."),
                Key.of("memory", time, "30d", "How long a past ban makes the next one longer."),
                Key.section(
                        "widen",
                        SectionType.of(
                                Key.of("after", A_COUNT, "4", "Banned clients in one network that ban the network."),
                                Key.of("ipv4", Amounts.number(8, 32), "24", "Prefix length of that network for IPv4."),
                                Key.of("ipv6", Amounts.number(16, 64), "48", "Prefix length of that network for IPv6."),
                                Key.of("for", time, "24h", "How long the network stays banned.")),
                        "When neighbours are banned together."));
    }

    private static SectionType ownRule() {
        return SectionType.of(
                Key.required("name", Words.text("a name"), "What the rule is called in `bans` and `why`."),
                Key.required(
                        "match",
                        SectionType.of(
                                Key.optional("path", RouteTypes.pathPattern(), "The path, as under `paths`."),
                                Key.optional("method", RouteTypes.method(), "The method."),
                                Key.optional("header", Words.text("a header"), "A header of the request."),
                                Key.optional("status", Amounts.number(100, 599), "The status of the answer.")),
                        "What a request must be like; everything written must hold."),
                Key.of("weight", Amounts.number(1, 1000), "1", "How many ordinary probes it counts for."),
                Key.of("mode", Words.choice("enforce", "observe"), "enforce", "As `protection.mode`, for this rule."));
    }
}
