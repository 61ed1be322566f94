package dev.portcullis.acme.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountKeysTest {

    private static final URI DIRECTORY = URI.create("https://acme.test/directory");

    @TempDir
    Path folder;

    @Test
    void the_key_is_made_once_and_is_the_same_after_a_restart() throws Exception {
        KeyPair first = new AccountKeys(folder).key(DIRECTORY);
        KeyPair again = new AccountKeys(folder).key(DIRECTORY);

        assertThat(again.getPrivate()).isEqualTo(first.getPrivate());
        assertThat(again.getPublic()).isEqualTo(first.getPublic());
        assertThat(((ECPublicKey) again.getPublic()).getParams().getOrder().bitLength())
                .isEqualTo(256);
    }

    @Test
    void the_public_half_belongs_to_the_private_one() throws Exception {
        new AccountKeys(folder).key(DIRECTORY);
        KeyPair read = new AccountKeys(folder).key(DIRECTORY);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(read.getPrivate());
        byte[] signed = signature.sign();
        signature.initVerify(read.getPublic());

        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void each_directory_has_its_own_and_only_we_may_read_it() throws Exception {
        var keys = new AccountKeys(folder);

        assertThat(keys.key(DIRECTORY).getPrivate())
                .isNotEqualTo(keys.key(URI.create("https://acme.test/other")).getPrivate());
        List<Path> files = files();
        assertThat(files).hasSize(2).allSatisfy(file -> {
            assertThat(file.getFileName().toString()).startsWith("acme.test-").endsWith(".pem");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "torn", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"})
    void a_damaged_key_is_set_aside_and_a_new_one_made(String damaged) throws Exception {
        KeyPair first = new AccountKeys(folder).key(DIRECTORY);
        Path file = files().getFirst();
        Files.writeString(file, damaged);

        KeyPair fresh = new AccountKeys(folder).key(DIRECTORY);

        assertThat(fresh.getPrivate()).isNotEqualTo(first.getPrivate());
        assertThat(file.resolveSibling(file.getFileName() + ".damaged")).hasContent(damaged);
        assertThat(new AccountKeys(folder).key(DIRECTORY).getPrivate()).isEqualTo(fresh.getPrivate());
    }

    @Test
    void a_full_disk_is_told() {
        QuickDisk disk = new QuickDisk();
        disk.full(true);

        AcmeFailure failure =
                catchThrowableOfType(AcmeFailure.class, () -> new AccountKeys(folder, disk).key(DIRECTORY));

        assertThat(failure.trouble().cause()).isEqualTo(AcmeTrouble.Cause.STATE_UNUSABLE);
    }

    private List<Path> files() throws Exception {
        try (var files = Files.list(folder.resolve("accounts"))) {
            return files.toList();
        }
    }
}
