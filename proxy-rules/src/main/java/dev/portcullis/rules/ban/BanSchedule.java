package dev.portcullis.rules.ban;

import dev.portcullis.rules.net.Cidr;
import java.time.Duration;
import java.time.Instant;

/// How long a ban lasts: longer at each offence, up to the longest, and up to a tenth more or less, so that nobody
/// can tell to the second when to come back. The tenth follows from network and time, so a replay comes to the same.
public final class BanSchedule {

    private static final double JITTER = 0.1;

    private BanSchedule() {}

    /// How long this ban lasts, in whole milliseconds.
    ///
    /// @param offence 1 for the first
    public static Duration lasting(BanPolicy.Terms terms, Cidr network, Instant from, int offence) {
        long longest = terms.longest().toMillis();
        double millis = terms.first().toMillis();
        for (int i = 1; i < offence && millis < longest; i++) {
            millis *= terms.factor();
        }
        double share = (double) (mixed(network, from) >>> 11) / 0x1p53;
        double jittered = Math.min(millis, (double) longest) * (1 - JITTER + 2 * JITTER * share);
        return Duration.ofMillis(Math.clamp(Math.round(jittered), 1, Math.max(1, longest)));
    }

    private static long mixed(Cidr network, Instant from) {
        long z = from.toEpochMilli() * 31 + Prefixes.kind(network);
        z = step(z ^ network.network().high());
        return step(z ^ network.network().low());
    }

    private static long step(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
