package dev.portcullis.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.SelfSigned;
import dev.portcullis.acme.keep.CertificateFolder;
import dev.portcullis.admin.CertEntry;
import dev.portcullis.admin.CertificateDesk.RenewAnswer;
import dev.portcullis.config.Config;
import dev.portcullis.config.ConfigFile;
import dev.portcullis.config.Loaded;
import dev.portcullis.core.ServerCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveCertificatesTest {

    /// Nobody answers there.
    private static final String ACME = "acme: {agree_to_terms: true, directory: 'https://127.0.0.1:1/dir'}";

    @TempDir
    Path folder;

    private final SettableTime time = new SettableTime();

    private Config config(String certificates) throws Exception {
        Path file = Files.writeString(folder.resolve("portcullis.yaml"), """
                listen: {https: ['127.0.0.1:443']}
                sites:
                  - hosts: [home.test]
                    upstream: http://127.0.0.1:8123
                    expose: [{preset: ui, from: [lan]}]
                certificates: {%s}
                state: state
                """.formatted(certificates));
        return switch (new ConfigFile(_ -> null).load(file)) {
            case Loaded.Ok ok -> ok.config();
            case Loaded.Broken broken -> throw new AssertionError(broken.problems());
        };
    }

    private LiveCertificates load(String certificates) throws Exception {
        return LiveCertificates.load(config(certificates), time);
    }

    private KeyAndChain keep() throws Exception {
        KeyAndChain pair = SelfSigned.create(List.of("home.test"), time, new SecureRandom());
        new CertificateFolder(AcmeWork.folder(folder.resolve("state")), time).write("home.test", pair);
        return pair;
    }

    private static X509Certificate leaf(ServerCertificate certificate) {
        return certificate.chain().getFirst();
    }

    private static X509Certificate presented(LiveCertificates certificates) {
        return leaf(certificates.presented().forSite(0, "home.test"));
    }

    private static CertEntry entry(LiveCertificates certificates) {
        return certificates.desk().report().certificates().getFirst();
    }

    private void passAlmostAllOf(X509Certificate leaf) {
        time.pass(
                Duration.between(time.instant(), leaf.getNotAfter().toInstant()).minusDays(20));
    }

    @Test
    void what_was_kept_is_served_and_a_self_signed_one_when_it_is_over() throws Exception {
        KeyAndChain kept = keep();
        try (LiveCertificates certificates = load(ACME)) {
            assertThat(presented(certificates)).isEqualTo(kept.leaf());
            assertThat(entry(certificates).serving()).isEqualTo("acme");

            time.pass(Duration.between(time.instant(), kept.leaf().getNotAfter().toInstant())
                    .plusDays(1));

            assertThat(presented(certificates)).isNotEqualTo(kept.leaf());
            assertThat(entry(certificates).serving()).isEqualTo("self_signed");
        }
    }

    @Test
    void self_signed_certificates_are_renewed_while_the_server_runs() throws Exception {
        try (LiveCertificates certificates = load("self_signed: true")) {
            X509Certificate first = presented(certificates);
            X509Certificate unknown = leaf(certificates.presented().selfSigned());
            certificates.look();
            assertThat(presented(certificates)).isEqualTo(first);

            passAlmostAllOf(first);
            certificates.look();

            assertThat(presented(certificates).getNotAfter()).isAfter(first.getNotAfter());
            assertThat(leaf(certificates.presented().selfSigned()).getNotAfter())
                    .isAfter(unknown.getNotAfter());
        }
    }

    @Test
    void a_stopgap_is_renewed_too_and_does_not_take_the_place_of_what_an_authority_issued() throws Exception {
        try (LiveCertificates waiting = load(ACME)) {
            X509Certificate stopgap = presented(waiting);
            passAlmostAllOf(stopgap);
            waiting.look();
            assertThat(presented(waiting).getNotAfter()).isAfter(stopgap.getNotAfter());
            assertThat(entry(waiting).serving()).isEqualTo("self_signed");
        }
        KeyAndChain kept = keep();
        try (LiveCertificates certificates = load(ACME)) {
            passAlmostAllOf(kept.leaf());
            certificates.look();
            assertThat(presented(certificates)).isEqualTo(kept.leaf());
        }
    }

    @Test
    void the_desk_renews_what_an_authority_issues_and_knows_what_it_does_not() throws Exception {
        try (LiveCertificates certificates = load(ACME)) {
            assertThat(certificates.desk().renew(Optional.of("HOME.test")))
                    .isEqualTo(new RenewAnswer.Renewing(List.of("home.test")));
            assertThat(certificates.desk().renew(Optional.of("other.test"))).isEqualTo(new RenewAnswer.NoSuchName());
        }
        try (LiveCertificates certificates = load("self_signed: true")) {
            assertThat(certificates.desk().renew(Optional.empty())).isEqualTo(new RenewAnswer.NotByAuthority());
        }
    }

    @Test
    void looking_at_damaged_files_while_no_server_runs_changes_none_of_them() throws Exception {
        Path acme = Files.createDirectories(AcmeWork.folder(folder.resolve("state")));
        Files.writeString(acme.resolve("home.test.pem"), "no certificate");
        Files.writeString(acme.resolve("home.test.previous.pem"), "nor this");
        Files.writeString(acme.resolve("ledger.json"), "{");
        List<Path> before = all(folder.resolve("state"));

        CertEntry entry =
                KeptCertificates.report(config(ACME), time).certificates().getFirst();

        assertThat(entry.notAfter()).isEmpty();
        assertThat(all(folder.resolve("state"))).isEqualTo(before);
        assertThat(acme.resolve("ledger.json")).hasContent("{");
    }

    @Test
    void looking_while_no_server_runs_makes_no_folder_and_sees_what_is_kept() throws Exception {
        assertThat(KeptCertificates.report(config(ACME), time)
                        .certificates()
                        .getFirst()
                        .serving())
                .isEqualTo("self_signed");
        assertThat(folder.resolve("state")).doesNotExist();

        KeyAndChain kept = keep();

        assertThat(KeptCertificates.report(config(ACME), time)
                        .certificates()
                        .getFirst()
                        .notAfter())
                .contains(kept.leaf().getNotAfter().toInstant());
    }

    @Test
    void a_warning_of_files_ends_with_the_pair_that_it_was_about() throws Exception {
        PemPair pair = PemPair.make(folder.resolve("made"), "home.test");
        Files.setPosixFilePermissions(pair.key(), PosixFilePermissions.fromString("rw-r--r--"));
        try (LiveCertificates certificates =
                load("files: {certificate: %s, key: %s}".formatted(pair.certificate(), pair.key()))) {
            assertThat(certificates.warnings()).singleElement().asString().contains("every user of this machine");

            Files.setPosixFilePermissions(pair.key(), PosixFilePermissions.fromString("rw-------"));
            certificates.look();

            assertThat(certificates.warnings()).isEmpty();
        }
    }

    @Test
    void files_for_another_name_and_files_near_their_end_are_warned_of() throws Exception {
        PemPair pair = PemPair.make(folder.resolve("made"), "cabin.test");
        try (LiveCertificates certificates =
                load("files: {certificate: %s, key: %s}".formatted(pair.certificate(), pair.key()))) {
            assertThat(certificates.warnings()).singleElement().asString().contains("not for home.test");

            time.pass(Duration.between(time.instant(), pair.leaf().getNotAfter().toInstant())
                    .minusDays(2));

            assertThat(certificates.warnings()).anyMatch(it -> it.contains("ends in less than 3 days"));
        }
    }

    private static List<Path> all(Path root) throws Exception {
        try (Stream<Path> found = Files.walk(root)) {
            return found.sorted().toList();
        }
    }
}
