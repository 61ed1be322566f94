package dev.portcullis.bench;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.time.Instant;

/// A million banned clients, two thirds IPv4; each is a function of its number.
final class Million {

    static final int SIZE = 1_000_000;
    static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private Million() {}

    static Cidr client(int number) {
        Address address = address(number);
        return new Cidr(address, address.isIpv4() ? 32 : 64);
    }

    static Address address(int number) {
        return new Address(high(number), low(number));
    }

    private static long high(int number) {
        return number % 3 == 0 ? 0x2001_0000_0000_0000L | (mixed(number) >>> 16) : 0;
    }

    private static long low(int number) {
        return number % 3 == 0 ? 0 : 0xffff_0000_0000L | (mixed(number) >>> 32);
    }

    /// SplitMix64.
    static long mixed(long number) {
        long z = (number + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    static Ban ban(int number) {
        return new Ban(
                number + 1,
                client(number),
                NOW.minusSeconds(number % 100_000),
                NOW.plusSeconds(1 + number % 2_000_000),
                Cause.PROBES,
                "probes",
                1 + number % 4,
                true,
                "secrets");
    }
}
