package dev.portcullis.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ProxyEvents;
import dev.portcullis.rules.net.Address;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UpstreamHealthTest {

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final UpstreamHealth health = new UpstreamHealth("home", ProxyEvents.NONE, () -> now);

    private void excused(String client, int seconds) {
        health.excused(Address.parse(client).orElseThrow());
        now = now.plus(Duration.ofSeconds(seconds));
    }

    @Test
    void two_clients_that_are_told_so_within_two_minutes_show_that_it_restarts() {
        health.answered();
        excused("203.0.113.9", 119);
        excused("198.51.100.7", 1);

        assertThat(health.restarting(now)).isTrue();
        assertThat(health.restarting(now.plusSeconds(118))).isTrue();
        assertThat(health.restarting(now.plusSeconds(119))).isFalse();
    }

    @Test
    void one_client_alone_however_often_it_asks_and_with_however_many_addresses_shows_nothing() {
        health.answered();
        for (int i = 1; i < 50; i++) {
            excused("2001:db8::" + i, 1);
        }

        assertThat(health.restarting(now)).isFalse();
    }

    @Test
    void clients_that_were_told_so_at_different_times_show_nothing() {
        health.answered();
        excused("203.0.113.9", 120);
        excused("198.51.100.7", 0);

        assertThat(health.restarting(now)).isFalse();
    }
}
