package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> KEYS = List.of("upstream", "upstream_tls", "hosts", "kind", "lan");

    @ParameterizedTest
    @CsvSource({
        "upstrem, upstream",
        "upsrteam, upstream",
        "uppstreamm, upstream",
        "upstream_tsl, upstream_tls",
        "UPSTREAM, upstream",
        "host, hosts",
        "knid, kind",
        "lna, lan"
    })
    void a_slip_or_two_away_is_meant(String written, String meant) {
        assertThat(Nearest.to(written, KEYS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"upstraemed_x", "ln", "nal", "xixd", "colour", "''"})
    void more_than_two_slips_or_half_of_the_letters_are_too_many(String written) {
        assertThat(Nearest.to(written, KEYS)).isEmpty();
    }

    @Test
    void the_nearest_of_several_is_suggested() {
        assertThat(Nearest.to("webhok", List.of("webhooks", "webhook"))).contains("webhook");
    }

    @Test
    void a_text_of_any_length_is_answered_at_once() {
        assertThat(Nearest.to("u".repeat(1_000_000), KEYS)).isEmpty();
    }
}
