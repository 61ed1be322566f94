package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Somebody holds thousands of connections and gives nothing for them, while the household wants to go on.
class SlowConnectionsTest {

    private static final int MANY = Integer.getInteger("portcullis.connections", 8_000);
    private static final int ADDRESSES = 100;
    private static final int REQUESTS = Integer.getInteger("portcullis.requests", 1_000);
    private static final double NEARLY_ALL = 0.999;
    private static final int OPEN_AT_ONCE = 200;

    private static final Tactic[] ALL = {
        Tactic.SILENT,
        Tactic.HALF_HELLO,
        Tactic.IDLE,
        Tactic.SLOW_HEAD,
        Tactic.SLOW_BODY,
        Tactic.SLOW_READ,
        Tactic.IDLE_HTTP2,
        Tactic.SHUT_WINDOW
    };

    private static final String PATIENT = """
            protection:
              never_ban: [127.0.0.0/8]
              rate_limits: {request: {rate: 1000/s, burst: 10000}}
            timeouts: {handshake: 5m, request_head: 5m, request_idle: 5m}
            """;

    private static final String IMPATIENT = """
            protection: {never_ban: [127.0.0.0/8]}
            timeouts: {handshake: 3s, request_head: 3s, request_idle: 3s, idle: 3s}
            """;

    /// How fast a client connects is not what these are about.
    private static final String CONNECTING_FAST = """
            protection:
              never_ban: [127.0.0.0/8]
              rate_limits: {connection: {rate: 10000/s, burst: 10000}}
            timeouts: {handshake: 5m}
            """;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void eight_thousand_slow_connections_are_held_and_the_household_does_not_notice() throws IOException {
        try (BesiegedServer server = new BesiegedServer(folder, List.of("-Xmx192m"), PATIENT)) {
            SteadyVisitor.Outcome outcome;
            try (Siege siege = server.siege(false);
                    SteadyVisitor visitor = server.visitor()) {
                siege.begin(MANY, ADDRESSES, ALL);
                siege.isUnderWay();
                System.out.println(server.connections() + " slow connections");
                visitor.asksAgain(REQUESTS);
                outcome = visitor.outcome();
                // Some of those whose bodies are too slow, or who read nothing and fill the memory, had to go.
                assertThat(server.connections()).isBetween(5 * MANY / ALL.length, MANY);
            }
            long over = System.nanoTime();
            assertThat(outcome.succeeded()).as(outcome.toString()).isGreaterThanOrEqualTo(NEARLY_ALL);
            Patience.until(() -> server.connections() == 0, "no connection is left");
            System.out.println("no connection is left after " + (System.nanoTime() - over) / 1_000_000 + " ms");
            server.isWell();
        }
    }

    @Test
    void whoever_stalls_is_ended_in_time_whatever_he_does_meanwhile() throws IOException {
        try (BesiegedServer server = new BesiegedServer(folder, List.of("-Xmx96m"), IMPATIENT);
                Siege siege = server.siege(false)) {
            siege.begin(10 * ALL.length, ADDRESSES, ALL);
            siege.isUnderWay();
            // A slow body has 30 seconds before its pace counts.
            Patience.until(() -> siege.held() == 20, "all but slow bodies and readers see their end");
            // Whoever does not read does not see his end.
            Patience.until(() -> siege.held() == 10, "all others see their end");
            Patience.until(() -> server.connections() == 0, "no connection is left");
            server.isWell();
        }
    }

    @Test
    void one_address_never_holds_more_than_its_share() throws IOException {
        try (BesiegedServer server = new BesiegedServer(folder, List.of("-Xmx96m"), CONNECTING_FAST);
                Siege siege = server.siege(false)) {
            siege.begin(2 * OPEN_AT_ONCE, 1, Tactic.SILENT);
            Patience.until(() -> siege.turnedAway() == OPEN_AT_ONCE, "the second half is turned away");
            siege.begin(OPEN_AT_ONCE, 1, Tactic.SILENT);
            Patience.until(() -> siege.turnedAway() == 2 * OPEN_AT_ONCE, "and so are all that follow");

            Patience.until(() -> server.connections() == OPEN_AT_ONCE, "the first half is open");
            assertThat(Visitor.ask(server.port(), BesiegedServer.HOST, "GET", "/")
                            .status())
                    .isEqualTo(200);
        }
    }
}
