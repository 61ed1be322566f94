package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The internet takes every place there is for it, and floods the server from some of them, again and again.
class FullHouseTest {

    private static final int PLACES = 200;
    private static final int RESERVED = 50;
    private static final int STRANGERS = 240;
    private static final int ADDRESSES = 20;

    /// How fast a client connects is not what this is about.
    private static final String SMALL = """
            protection:
              never_ban: [127.0.0.0/8]
              rate_limits: {connection: {rate: 10000/s, burst: 10000}, request: {rate: 1000/s, burst: 10000}}
            limits: {connections: %d, reserved: %d}
            timeouts: {handshake: 5m}
            """.formatted(PLACES, RESERVED);

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void the_household_gets_in_and_memory_stays_bounded_while_floods_come_again_and_again() throws IOException {
        try (BesiegedServer server = new BesiegedServer(folder, List.of("-Xmx96m"), SMALL)) {
            try (Siege siege = server.siege(true)) {
                siege.begin(STRANGERS / 2, ADDRESSES, Tactic.SILENT);
                siege.begin(STRANGERS / 2, ADDRESSES, Tactic.PINGS, Tactic.RESETS);
                Patience.until(() -> siege.turnedAway() >= STRANGERS, "floods are ended and come again");
                long before = server.residentKib();

                SteadyVisitor.Outcome outcome = asked(server, 300);
                int ends = siege.turnedAway();
                Patience.until(() -> siege.turnedAway() >= ends + STRANGERS, "they still come");

                assertThat(outcome.failures()).isEmpty();
                assertThat(server.connections()).isLessThanOrEqualTo(PLACES - RESERVED);
                System.out.println(before + " KiB, then " + server.residentKib() + "; ended " + siege.turnedAway());
                assertThat(server.residentKib()).isLessThan(384 * 1024);
            }
            Patience.until(() -> server.connections() == 0, "no connection is left");
            server.isWell();
        }
    }

    private static SteadyVisitor.Outcome asked(BesiegedServer server, int times) {
        try (SteadyVisitor visitor = server.visitor()) {
            visitor.asksAgain(times);
            return visitor.outcome();
        }
    }
}
