package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What many connections make a server hold in memory.
class HeldMemoryTest {

    private static final int ADDRESSES = 20;
    private static final int HELLOS = 600;
    private static final int READERS = 1_000;
    private static final int IDLE = Integer.getInteger("portcullis.idle", 500);
    private static final int WARM_UP = 100;

    private static final String PATIENT = """
            protection:
              never_ban: [127.0.0.0/8]
              rate_limits: {connection: {rate: 10000/s, burst: 10000, open: 10000}}
            timeouts: {handshake: 5m, request_idle: 5m}
            """;

    @TempDir
    Path folder;

    private BesiegedServer server(String... jvmOptions) throws IOException {
        return new BesiegedServer(folder, List.of(jvmOptions), PATIENT);
    }

    @Test
    void a_hello_that_announces_16_mib_takes_what_has_come_of_it() throws IOException {
        try (BesiegedServer server = server("-Xmx64m");
                Siege siege = server.siege(false)) {
            siege.begin(WARM_UP, ADDRESSES, Tactic.HUGE_HELLO);
            Patience.until(() -> server.connections() == WARM_UP, "the first are open");
            long before = server.residentKib();

            siege.begin(HELLOS, ADDRESSES, Tactic.HUGE_HELLO);
            Patience.until(() -> server.connections() == WARM_UP + HELLOS, "all are open");

            assertThat(server.residentKib() - before).isLessThan(16 * 1024);
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void a_thousand_clients_that_do_not_read_are_held_in_little_memory_and_others_are_served() throws IOException {
        try (BesiegedServer server = server("-Xmx64m", "-XX:MaxDirectMemorySize=64m")) {
            try (Siege siege = server.siege(false);
                    SteadyVisitor visitor = server.visitor()) {
                siege.begin(READERS, ADDRESSES, Tactic.SLOW_READ);
                visitor.asksAgain(100);
                SteadyVisitor.Outcome outcome = visitor.outcome();

                assertThat(outcome.failures()).isEmpty();
                // Those who stood longest had to go.
                assertThat(server.connections()).isBetween(READERS / 10, READERS - 1);
                assertThat(server.residentKib()).isLessThan(320 * 1024);
            }
            Patience.until(() -> server.connections() == 0, "no connection is left");
            server.isWell();
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void an_idle_connection_takes_little() throws IOException {
        for (Tactic tactic : List.of(Tactic.IDLE, Tactic.IDLE_HTTP2)) {
            try (BesiegedServer server = server("-Xmx192m");
                    Siege siege = server.siege(false)) {
                siege.begin(WARM_UP, ADDRESSES, tactic);
                Patience.until(() -> server.connections() == WARM_UP, "the first are open");
                long before = server.residentKib();
                siege.begin(IDLE, ADDRESSES, tactic);
                Patience.until(() -> server.connections() == WARM_UP + IDLE, "all are open");
                long each = (server.residentKib() - before) / IDLE;
                System.out.println(tactic + ": " + each + " KiB for each of " + IDLE + " idle connections");

                assertThat(each).isLessThan(128);
            }
        }
    }
}
