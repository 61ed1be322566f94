package dev.portcullis.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.SelfSigned;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndingTest {

    private final KeyAndChain pair =
            SelfSigned.create(List.of("home.test"), InstantSource.system(), new SecureRandom());
    private final Instant end = pair.leaf().getNotAfter().toInstant();

    private Instant before(Duration left) {
        return end.minus(left);
    }

    @Test
    void each_degree_is_reached_in_its_time() {
        assertThat(Ending.of(pair, before(Duration.ofDays(15)))).isEmpty();
        assertThat(Ending.of(pair, before(Duration.ofDays(13)))).contains(Ending.DAYS_14);
        assertThat(Ending.of(pair, before(Duration.ofDays(6)))).contains(Ending.DAYS_7);
        assertThat(Ending.of(pair, before(Duration.ofDays(2)))).contains(Ending.DAYS_3);
        assertThat(Ending.of(pair, before(Duration.ofHours(3)))).contains(Ending.DAY_1);
        assertThat(Ending.of(pair, end.plusSeconds(1))).contains(Ending.ENDED);
    }

    @Test
    void the_text_names_the_file_and_the_moment() {
        assertThat(Ending.DAYS_3.text(Path.of("/etc/tls/home.pem"), pair))
                .startsWith("/etc/tls/home.pem: ends in less than 3 days: " + end);
    }
}
