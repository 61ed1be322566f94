package dev.portcullis.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfSignedTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void is_a_p256_server_certificate_for_names_and_addresses() throws Exception {
        X509Certificate leaf = create("home.example.org", "*.home.example.org", "127.0.0.1", "::1")
                .leaf();

        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(2, "home.example.org"),
                        List.of(2, "*.home.example.org"),
                        List.of(7, "127.0.0.1"),
                        List.of(7, "0:0:0:0:0:0:0:1"));
        assertThat(leaf.getPublicKey())
                .isInstanceOfSatisfying(
                        ECPublicKey.class,
                        key -> assertThat(key.getParams().getOrder().bitLength())
                                .isEqualTo(256));
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getBasicConstraints()).as("not a CA").isEqualTo(-1);
        leaf.verify(leaf.getPublicKey());
    }

    @Test
    void is_valid_from_an_hour_ago_for_a_year() {
        X509Certificate leaf = create("localhost").leaf();

        assertThat(leaf.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofHours(1)));
        assertThat(leaf.getNotAfter().toInstant())
                .isEqualTo(NOW.minus(Duration.ofHours(1)).plus(Duration.ofDays(365)));
    }

    @Test
    void two_certificates_share_neither_serial_nor_key() {
        KeyAndChain one = create("localhost");
        KeyAndChain other = create("localhost");

        assertThat(one.leaf().getSerialNumber()).isNotEqualTo(other.leaf().getSerialNumber());
        assertThat(one.leaf().getSerialNumber()).isPositive();
        assertThat(one.key()).isNotEqualTo(other.key());
    }

    @Test
    void refuses_no_names_and_names_that_no_certificate_can_hold() {
        assertThatThrownBy(() -> create()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> create("straße.example")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> create("")).isInstanceOf(IllegalArgumentException.class);
    }

    private static KeyAndChain create(String... names) {
        return SelfSigned.create(List.of(names), InstantSource.fixed(NOW), new SecureRandom());
    }
}
