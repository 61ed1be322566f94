package dev.portcullis.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.PendingChallenges;
import dev.portcullis.core.ServerCertificate;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingHandshakesTest {

    private final PendingChallenges pending = new PendingChallenges();
    private final PendingHandshakes handshakes = new PendingHandshakes(pending);

    @TempDir
    Path folder;

    private KeyAndChain pair() throws CertificateTrouble, IOException {
        return PemPair.make(folder, "home.test").pair();
    }

    @Test
    void a_pending_name_gives_the_same_object_until_it_is_validated_anew() throws CertificateTrouble, IOException {
        KeyAndChain pair = pair();
        pending.answerHandshake("home.test", pair);
        ServerCertificate first = handshakes.certificate("home.test").orElseThrow();

        assertThat(handshakes.awaited()).isTrue();
        assertThat(handshakes.certificate("home.test")).containsSame(first);
        assertThat(first.leaf()).isEqualTo(pair.leaf());

        pending.answerHandshake("home.test", new KeyAndChain(pair.key(), pair.chain()));
        assertThat(handshakes.certificate("home.test")).isPresent().get().isNotSameAs(first);
    }

    @Test
    void what_is_over_is_forgotten() throws CertificateTrouble, IOException {
        KeyAndChain pair = pair();
        pending.answerHandshake("home.test", pair);
        ServerCertificate first = handshakes.certificate("home.test").orElseThrow();
        pending.forgetHandshake("home.test");

        assertThat(handshakes.certificate("home.test")).isEmpty();
        assertThat(handshakes.awaited()).isFalse();

        pending.answerHandshake("home.test", pair);
        assertThat(handshakes.certificate("home.test")).isPresent().get().isNotSameAs(first);
    }
}
