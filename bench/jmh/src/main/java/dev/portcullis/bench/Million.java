package dev.portcullis.bench;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.time.Instant;
import java.util.SplittableRandom;

/// A million banned clients, two thirds IPv4; each is a function of its number.
final class Million {

    static final int SIZE = 1_000_000;
    static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private Million() {}

    static Cidr client(int number) {
        long random = new SplittableRandom(number).nextLong();
        return number % 3 == 0
                ? new Cidr(new Address(0x2001_0000_0000_0000L | (random >>> 16), 0), 64)
                : new Cidr(new Address(0, 0xffff_0000_0000L | (random >>> 32)), 32);
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
