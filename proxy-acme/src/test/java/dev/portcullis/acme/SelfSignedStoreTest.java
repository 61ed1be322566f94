package dev.portcullis.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedStoreTest {

    private static final List<String> NAMES = List.of("home.example.org", "::1", "LAN.example.org");

    @TempDir
    Path state;

    private Path folder;
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    @BeforeEach
    void choose_a_folder_that_does_not_exist_yet() {
        folder = state.resolve("certificates/self-signed");
    }

    @Test
    void the_same_certificate_is_there_after_a_restart() throws Exception {
        KeyAndChain first = obtain(NAMES).pair();
        KeyAndChain second = obtain(NAMES).pair();

        assertThat(second.leaf()).isEqualTo(first.leaf());
        assertThat(second.key()).isEqualTo(first.key());
    }

    @Test
    void a_new_one_is_made_when_thirty_days_are_left() throws Exception {
        KeyAndChain first = obtain(NAMES).pair();
        Instant end = first.leaf().getNotAfter().toInstant();

        now = end.minus(Duration.ofDays(30)).minusSeconds(1);
        assertThat(obtain(NAMES).pair().leaf()).isEqualTo(first.leaf());
        now = end.minus(Duration.ofDays(30));
        assertThat(obtain(NAMES).pair().leaf()).isNotEqualTo(first.leaf());
    }

    @Test
    void a_new_one_is_made_when_the_names_change() throws Exception {
        KeyAndChain first = obtain(NAMES).pair();
        KeyAndChain second = obtain(List.of("home.example.org")).pair();

        assertThat(second.leaf()).isNotEqualTo(first.leaf());
        assertThat(obtain(List.of("home.example.org")).pair().leaf()).isEqualTo(second.leaf());
    }

    @Test
    void labels_keep_to_the_folder() throws Exception {
        store().obtain("../../*.Example.org", NAMES);

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("_._..__.example.org.pem"));
        }
    }

    @Test
    void a_damaged_file_is_set_aside_with_a_warning() throws Exception {
        KeyAndChain first = obtain(NAMES).pair();
        Path file = folder.resolve("site.pem");
        String torn = Files.readString(file).substring(0, 150);
        Files.writeString(file, torn);

        Loaded again = obtain(NAMES);

        assertThat(again.pair().leaf()).isNotEqualTo(first.leaf());
        assertThat(again.warnings())
                .singleElement()
                .asString()
                .startsWith(file + ": ")
                .endsWith("Set aside as site.pem.damaged; a new self-signed certificate takes its place.");
        assertThat(folder.resolve("site.pem.damaged")).hasContent(torn);
        assertThat(obtain(NAMES).warnings()).isEmpty();
    }

    @Test
    void what_a_crash_left_half_written_is_no_obstacle() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(".site.pem.new"), "torn");

        obtain(NAMES);

        assertThat(folder.resolve(".site.pem.new")).doesNotExist();
    }

    @Test
    void a_folder_that_cannot_be_made_is_named() throws Exception {
        Files.writeString(state.resolve("certificates"), "a file where a folder should be");

        assertThatThrownBy(() -> obtain(NAMES))
                .isInstanceOf(CertificateTrouble.class)
                .hasMessageStartingWith(folder.resolve("site.pem") + ": cannot be written: ");
    }

    @Test
    void key_and_folders_are_private_even_under_umask_000() throws Exception {
        Process jvm = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask 000; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        UnderUmask.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        assertThat(jvm.waitFor()).isZero();

        assertThat(mode(folder.resolve("site.pem"))).isEqualTo("rw-------");
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(folder.getParent())).isEqualTo("rwx------");
    }

    /// What the test above runs in a process of its own, since a umask belongs to the process.
    static final class UnderUmask {
        private UnderUmask() {}

        static void main(String[] args) throws Exception {
            new SelfSignedStore(Path.of(args[0]), InstantSource.system(), new SecureRandom()).obtain("site", NAMES);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private Loaded obtain(List<String> names) throws CertificateTrouble {
        return store().obtain("site", names);
    }

    private SelfSignedStore store() {
        return new SelfSignedStore(folder, () -> now, new SecureRandom());
    }
}
