package dev.portcullis.config;

import dev.portcullis.config.Amounts.Rate;
import java.time.Duration;
import java.util.List;

/// Keys below `protection`; those of `bans` and of own rules are in [BanKeys] and [OwnRuleKeys].
final class ProtectionKeys {

    static final ScalarType<Integer> A_COUNT = Amounts.number(1, 1_000_000);

    static final Key<Boolean> ENFORCE = Key.of(
            "mode",
            mode(),
            "enforce",
            "`observe` writes down what would have happened, and bans and throttles nobody.");

    static final Key<List<Found<NeverBanMember>>> NEVER_BAN = Key.of(
            "never_ban",
            ListType.of(NeverBanMember.type()),
            "[lan, vpn]",
            "Zones, networks and host names that are never banned. A host name needs a dot and is looked up again each"
                    + " minute, which suits a home whose address changes.");

    static final Key<Duration> REMEMBER_OWNER = Key.of(
            "remember_owner",
            Amounts.duration("1h", "365d"),
            "30d",
            "For this long a client that logged in is throttled and reported, and banned only on five times the"
                    + " evidence.");

    static final Key<Duration> KEEP = Key.of(
            "keep",
            Amounts.duration("1d", "3650d"),
            "90d",
            "How long logins, probes and past bans are kept in the database; bans in force, and those that `bans.memory`"
                    + " counts, stay in any case.");

    /// `failed_logins` and `probes`.
    record AllowanceKeys(Key<Integer> limit, Key<Duration> window) {
        static AllowanceKeys of(int limit) {
            return new AllowanceKeys(
                    Key.of("limit", A_COUNT, String.valueOf(limit), "This many within the window lead to a ban."),
                    Key.of("window", Amounts.duration("1s", "30d"), "10m", "How long each one counts."));
        }

        Key<Section> section(String name, String meaning) {
            return Key.section(name, SectionType.of(limit, window), meaning);
        }
    }

    static final AllowanceKeys LOGIN_KEYS = AllowanceKeys.of(5);
    static final Key<Section> FAILED_LOGINS = LOGIN_KEYS.section(
            "failed_logins",
            "How many failed logins are too many. A wrong password counts 1; what a stale phone or browser tab does"
                    + " counts little or nothing.");

    static final AllowanceKeys PROBE_KEYS = AllowanceKeys.of(3);
    static final Key<Section> PROBES = PROBE_KEYS.section(
            "probes", "How many probes are too many. What only an attacker asks for counts more than 1.");

    /// A token bucket.
    record BucketKeys(Key<Rate> rate, Key<Integer> burst) {
        static BucketKeys of(String rate, String burst) {
            return new BucketKeys(
                    Key.of("rate", Amounts.rate(), rate, "How fast the bucket fills."),
                    Key.of("burst", A_COUNT, burst, "How much the bucket holds: what may come at once."));
        }

        Key<Section> section(String name, String meaning) {
            return Key.section(name, SectionType.of(rate, burst), meaning);
        }
    }

    static final BucketKeys AUTH_KEYS = BucketKeys.of("10/m", "20");
    static final Key<Section> AUTH = AUTH_KEYS.section("auth", "Requests to log in.");

    static final BucketKeys WEBHOOK_KEYS = BucketKeys.of("60/m", "60");
    static final Key<Section> WEBHOOK = WEBHOOK_KEYS.section("webhook", "Calls of webhooks.");

    static final BucketKeys REQUEST_KEYS = BucketKeys.of("50/s", "400");
    static final Key<Section> REQUEST = REQUEST_KEYS.section("request", "All requests.");

    static final BucketKeys CONNECTION_KEYS = BucketKeys.of("20/s", "100");
    static final Key<Integer> OPEN = Key.of("open", A_COUNT, "200", "Open at the same time.");
    static final Key<Section> CONNECTION = Key.section(
            "connection", SectionType.of(CONNECTION_KEYS.rate, CONNECTION_KEYS.burst, OPEN), "New connections.");

    static final Key<Section> RATE_LIMITS = Key.section(
            "rate_limits",
            SectionType.of(AUTH, WEBHOOK, REQUEST, CONNECTION),
            "Token buckets for each client. A request too many is answered 429 with `Retry-After`, a connection too many"
                    + " is closed.");

    static final Key<Section> BANS = Key.section("bans", BanKeys.SECTION, "How long a ban lasts.");

    static final Key<List<Found<Section>>> RULES = Key.of(
            "rules", ListType.of(OwnRuleKeys.RULE), "[]", "Rules of your own; what they match counts as a probe.");

    static final SectionType SECTION =
            SectionType.of(ENFORCE, NEVER_BAN, REMEMBER_OWNER, FAILED_LOGINS, PROBES, RATE_LIMITS, BANS, RULES, KEEP);

    private ProtectionKeys() {}

    /// True for `enforce`.
    static ScalarType<Boolean> mode() {
        return Words.choice(List.of(true, false), it -> it ? "enforce" : "observe");
    }
}
