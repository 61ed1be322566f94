package dev.portcullis.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.acme.KeyAndChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {

    @TempDir
    Path folder;

    private final List<KeyAndChain> changes = new ArrayList<>();
    private final FileWatch watch = new FileWatch(InstantSource.system());
    private Path certificate;
    private Path key;
    private PemPair first;
    private PemPair second;

    @BeforeEach
    void two_files_with_a_pair_and_another_pair_beside_them() throws Exception {
        first = PemPair.make(folder.resolve("first"), "home.test");
        second = PemPair.make(folder.resolve("second"), "home.test");
        certificate = folder.resolve("fullchain.pem");
        key = folder.resolve("privkey.pem");
        Files.copy(first.certificate(), certificate);
        Files.copy(first.key(), key, StandardCopyOption.COPY_ATTRIBUTES);
        FileWatch.Watched watched = watch.add(pair());
        watched.tell(changes::add);
        assertThat(watched.pair().leaf()).isEqualTo(first.leaf());
    }

    @Test
    void files_that_stay_as_they_are_change_nothing() {
        watch.look();
        watch.look();

        assertThat(changes).isEmpty();
        assertThat(watch.warnings()).isEmpty();
    }

    @Test
    void a_new_pair_is_handed_over_once() throws IOException {
        swap(second.certificate(), certificate);
        swap(second.key(), key);

        watch.look();
        watch.look();

        assertThat(changes).extracting(KeyAndChain::leaf).containsExactly(second.leaf());
    }

    @Test
    void a_certificate_whose_key_has_not_come_yet_is_reported_and_waited_for() throws IOException {
        swap(second.certificate(), certificate);

        watch.look();

        assertThat(changes).isEmpty();
        assertThat(watch.warnings()).singleElement().asString().contains("privkey.pem", "before it is served");

        swap(second.key(), key);
        watch.look();

        assertThat(changes).extracting(KeyAndChain::leaf).containsExactly(second.leaf());
        assertThat(watch.warnings()).isEmpty();
    }

    @Test
    void a_file_that_is_gone_is_reported_until_it_is_back() throws IOException {
        Path aside = folder.resolve("aside");
        Files.move(key, aside);

        watch.look();

        assertThat(watch.warnings()).singleElement().asString().contains("privkey.pem", "no such file");

        Files.move(aside, key);
        watch.look();

        assertThat(changes).isEmpty();
        assertThat(watch.warnings()).isEmpty();
    }

    @Test
    void garbage_is_reported_and_what_was_served_stays() throws IOException {
        Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        watch.look();

        assertThat(changes).isEmpty();
        assertThat(watch.warnings()).singleElement().asString().contains("fullchain.pem");
    }

    @Test
    void a_symbolic_link_that_points_elsewhere_counts_as_a_change() throws Exception {
        Path live = Files.createDirectory(folder.resolve("live"));
        Path linkedCertificate = Files.createSymbolicLink(live.resolve("cert.pem"), first.certificate());
        Path linkedKey = Files.createSymbolicLink(live.resolve("key.pem"), first.key());
        watch.add(new FilePair(linkedCertificate, linkedKey, List.of("home.test")))
                .tell(changes::add);

        Files.delete(linkedCertificate);
        Files.delete(linkedKey);
        Files.createSymbolicLink(linkedCertificate, second.certificate());
        Files.createSymbolicLink(linkedKey, second.key());
        watch.look();

        assertThat(changes).extracting(KeyAndChain::leaf).containsExactly(second.leaf());
    }

    @Test
    void what_cannot_be_used_from_the_beginning_is_refused() throws IOException {
        swap(second.certificate(), certificate);

        assertThatThrownBy(() -> watch.add(pair())).isInstanceOf(CertificateTrouble.class);
    }

    private FilePair pair() {
        return new FilePair(certificate, key, List.of("home.test"));
    }

    private static void swap(Path from, Path to) throws IOException {
        Path fresh = to.resolveSibling("fresh");
        Files.copy(from, fresh, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
