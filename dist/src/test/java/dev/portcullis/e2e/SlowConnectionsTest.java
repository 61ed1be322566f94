package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody holds connections and gives nothing for them, while the household wants to go on.
class SlowConnectionsTest {

    private static final int ADDRESSES = 100;
    private static final int OPEN_AT_ONCE = 200;

    private static final Tactic[] ALL = {
        Tactic.SILENT,
        Tactic.HALF_HELLO,
        Tactic.IDLE,
        Tactic.SLOW_HEAD,
        Tactic.SLOW_BODY,
        Tactic.SLOW_READ,
        Tactic.IDLE_HTTP2
    };

    private static final String IMPATIENT = """
            protection: {never_ban: [127.0.0.0/8]}
            timeouts: {handshake: 1s, request_head: 1s, request_idle: 1s, idle: 1s}
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
    void whoever_stalls_is_ended_in_time_whatever_he_does_meanwhile() throws IOException {
        try (BesiegedServer server = new BesiegedServer(folder, List.of("-Xmx96m"), IMPATIENT);
                Siege siege = server.siege(false)) {
            for (Tactic tactic : ALL) {
                siege.begin(10, ADDRESSES, tactic);
                Patience.until(() -> server.connections() == 0, tactic + " is ended");
            }
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
