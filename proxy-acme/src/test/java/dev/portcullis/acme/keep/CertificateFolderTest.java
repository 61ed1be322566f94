package dev.portcullis.acme.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFolderTest {

    private static final String HOME = "home.example.org";
    private static final InstantSource TIME = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

    @TempDir
    Path state;

    @Test
    void the_pair_is_there_after_a_restart_and_the_one_before_it_too() throws Exception {
        KeyAndChain first = pair();
        KeyAndChain second = pair();
        folder().write(HOME, first);
        folder().write(HOME, second);

        assertThat(folder().read(HOME)).hasValueSatisfying(kept -> assertSame(kept, second));
        Files.delete(state.resolve("acme/home.example.org.pem"));
        assertThat(folder().read(HOME)).hasValueSatisfying(kept -> assertSame(kept, first));
    }

    @Test
    void one_private_file_holds_the_key_and_the_chain() throws Exception {
        folder().write("*.example.org", pair());

        Path file = state.resolve("acme/_.example.org.pem");
        assertThat(file).content().containsOnlyOnce("BEGIN PRIVATE KEY").contains("BEGIN CERTIFICATE");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void a_certificate_that_has_ended_is_read_all_the_same() throws Exception {
        folder().write(HOME, pair());
        var later = new CertificateFolder(
                state.resolve("acme"), InstantSource.fixed(TIME.instant().plus(Duration.ofDays(4000))));

        assertThat(later.read(HOME)).isPresent();
    }

    @Test
    void a_damaged_file_is_set_aside_and_the_one_before_it_is_used() throws Exception {
        KeyAndChain first = pair();
        folder().write(HOME, first);
        folder().write(HOME, pair());
        Path file = state.resolve("acme/home.example.org.pem");
        Files.writeString(file, Files.readString(file).substring(0, 200));

        assertThat(folder().read(HOME)).hasValueSatisfying(kept -> assertSame(kept, first));
        assertThat(file).doesNotExist();
        assertThat(file.resolveSibling("home.example.org.pem.damaged")).exists();
    }

    @Test
    void a_kill_at_any_write_leaves_a_working_pair() throws Exception {
        for (boolean afterIt : new boolean[] {false, true}) {
            for (int kill = 1; kill <= 2; kill++) {
                KeyAndChain old = pair();
                KeyAndChain fresh = pair();
                folder().write(HOME, old);
                QuickDisk disk = new QuickDisk();
                disk.killAt(kill, afterIt);
                assertThatThrownBy(() -> new CertificateFolder(state.resolve("acme"), TIME, disk).write(HOME, fresh))
                        .isInstanceOf(QuickDisk.Killed.class);

                boolean swapped = kill == 2 && afterIt;
                assertThat(folder().read(HOME)).hasValueSatisfying(kept -> assertSame(kept, swapped ? fresh : old));
            }
        }
    }

    @Test
    void a_full_disk_is_told_and_leaves_what_was_there() throws Exception {
        KeyAndChain first = pair();
        folder().write(HOME, first);
        QuickDisk disk = new QuickDisk();
        disk.full(true);

        AcmeFailure failure = catchThrowableOfType(
                AcmeFailure.class, () -> new CertificateFolder(state.resolve("acme"), TIME, disk).write(HOME, pair()));

        assertThat(failure.trouble().cause()).isEqualTo(AcmeTrouble.Cause.STATE_UNUSABLE);
        assertThat(folder().read(HOME)).hasValueSatisfying(kept -> assertSame(kept, first));
    }

    @Test
    void nothing_is_kept_at_first() {
        assertThat(folder().read(HOME)).isEmpty();
    }

    private static void assertSame(KeyAndChain one, KeyAndChain other) {
        assertThat(one.key()).isEqualTo(other.key());
        assertThat(one.chain()).isEqualTo(other.chain());
    }

    private CertificateFolder folder() {
        return new CertificateFolder(state.resolve("acme"), TIME);
    }

    private static KeyAndChain pair() {
        return SelfSigned.create(List.of(HOME), TIME, new SecureRandom());
    }
}
