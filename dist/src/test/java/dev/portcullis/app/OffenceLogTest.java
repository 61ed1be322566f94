package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.net.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffenceLogTest {

    private final List<String> lines = new ArrayList<>();
    private long now;
    private final OffenceLog log = new OffenceLog(() -> now, lines::add);

    private void refused(String client, String refusal) {
        log.refused(Address.parse(client).orElseThrow(), refusal);
    }

    private void seconds(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void the_first_is_said_at_once_and_the_rest_of_the_minute_in_one_line() {
        for (int i = 0; i < 418; i++) {
            refused("203.0.113.9", "http2-flood");
        }
        assertThat(lines).containsExactly("refused 203.0.113.9: http2-flood");

        seconds(60);
        log.sweep();
        log.sweep();
        assertThat(lines)
                .containsExactly(
                        "refused 203.0.113.9: http2-flood",
                        "refused 203.0.113.9: 417 more in the last minute, lastly http2-flood");
    }

    @Test
    void a_flood_that_goes_on_is_one_line_a_minute() {
        for (int second = 0; second < 600; second++) {
            refused("203.0.113.9", "chunk");
            seconds(1);
        }
        assertThat(lines).hasSize(10);
    }

    @Test
    void a_client_that_did_it_once_gets_no_second_line_and_is_forgotten() {
        refused("203.0.113.9", "host");
        seconds(60);
        log.sweep();
        assertThat(lines).hasSize(1);

        refused("203.0.113.9", "host");
        assertThat(lines).containsExactly("refused 203.0.113.9: host", "refused 203.0.113.9: host");
    }

    @Test
    void each_client_has_lines_of_its_own_and_a_64_is_one_client() {
        refused("203.0.113.9", "chunk");
        refused("203.0.113.10", "chunk");
        refused("2001:db8::1", "chunk");
        refused("2001:db8::2", "chunk");

        assertThat(lines)
                .containsExactly(
                        "refused 203.0.113.9: chunk", "refused 203.0.113.10: chunk", "refused 2001:db8::/64: chunk");
    }

    @Test
    void a_flood_from_everywhere_is_summed_up() {
        for (int i = 0; i < OffenceLog.CLIENTS + 1000; i++) {
            refused("198.18." + i / 256 + "." + i % 256, "connection-limit");
        }
        assertThat(lines).hasSize(OffenceLog.CLIENTS);

        seconds(60);
        refused("203.0.113.9", "host");
        assertThat(lines)
                .hasSize(OffenceLog.CLIENTS + 2)
                .endsWith("refused other clients 1000 times in the last minute", "refused 203.0.113.9: host");
    }

    @Test
    void what_is_shown_elsewhere_or_no_fault_of_the_client_is_not_said() {
        for (String refusal : List.of("not-exposed", "unknown-name", "banned", "upstream-down", "validation")) {
            refused("203.0.113.9", refusal);
        }
        assertThat(lines).isEmpty();
    }
}
