package dev.portcullis.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemFilesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"RSA, 2048", "EC, 256", "EC, 384", "EC, 521"})
    void reads_a_pkcs8_key_and_its_chain_leaf_first(String algorithm, int bits) throws Exception {
        TestChain made = TestChain.of(algorithm, bits);

        Loaded loaded = read(TestChain.pem(made.leaf(), made.issuer()), TestChain.pkcs8(made.key()));

        assertThat(loaded.pair().chain()).containsExactly(made.leaf(), made.issuer());
        assertThat(loaded.pair().key()).isEqualTo(made.key());
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void reads_the_older_pkcs1_form() throws Exception {
        TestChain made = TestChain.of("RSA", 2048);
        String key = TestChain.pem(made.key());
        assertThat(key).contains("BEGIN RSA PRIVATE KEY");

        assertThat(read(TestChain.pem(made.leaf()), key).pair().key()).isEqualTo(made.key());
    }

    @Test
    void reads_the_older_sec1_form_behind_its_parameters_block() throws Exception {
        TestChain made = TestChain.of("EC", 256);
        String key = TestChain.sec1(made.key());
        assertThat(key).contains("BEGIN EC PARAMETERS").contains("BEGIN EC PRIVATE KEY");

        assertThat(((ECPrivateKey) read(TestChain.pem(made.leaf()), key).pair().key()).getS())
                .isEqualTo(((ECPrivateKey) made.key()).getS());
    }

    @Test
    void reads_chain_and_key_from_one_file_with_text_between_the_blocks() throws Exception {
        TestChain made = TestChain.of("EC", 256);
        Path both = file(
                "both.pem",
                "Issued for the house\n" + TestChain.pkcs8(made.key()) + "\nleaf:\n" + TestChain.pem(made.leaf()));

        Loaded loaded = PemFiles.read(both, both, TestChain.NOW);

        assertThat(loaded.pair().leaf()).isEqualTo(made.leaf());
    }

    @Test
    void refuses_the_key_of_another_certificate_and_names_both_files() throws Exception {
        String certificate = TestChain.pem(TestChain.of("EC", 256).leaf());
        String otherKey = TestChain.pkcs8(TestChain.of("EC", 256).key());

        assertThatThrownBy(() -> read(certificate, otherKey))
                .isInstanceOf(CertificateTrouble.class)
                .hasMessageStartingWith(folder.resolve("key.pem") + ": does not belong to the certificate in "
                        + folder.resolve("cert.pem") + " (expected: the key that it was issued for).");
    }

    @Test
    void refuses_a_key_of_another_algorithm() {
        String certificate = TestChain.pem(TestChain.of("EC", 256).leaf());
        String otherKey = TestChain.pkcs8(TestChain.of("RSA", 2048).key());

        assertThatThrownBy(() -> read(certificate, otherKey)).hasMessageContaining("does not belong");
    }

    @Test
    void refuses_a_chain_with_the_leaf_at_its_end() {
        TestChain made = TestChain.of("EC", 256);

        assertThatThrownBy(() -> read(TestChain.pem(made.issuer(), made.leaf()), TestChain.pkcs8(made.key())))
                .isInstanceOf(CertificateTrouble.class)
                .hasMessage(
                        folder.resolve("cert.pem")
                                + ": the certificate of the key is number 2 of 2 (expected: the first, its issuers after it). Reorder the file.");
    }

    @Test
    void warns_of_an_issuer_that_is_not_the_issuer() throws Exception {
        TestChain made = TestChain.of("EC", 256);
        TestChain stranger = TestChain.of("EC", 256);

        Loaded loaded = read(TestChain.pem(made.leaf(), stranger.issuer()), TestChain.pkcs8(made.key()));

        assertThat(loaded.warnings())
                .singleElement()
                .asString()
                .startsWith(folder.resolve("cert.pem") + ": certificate 2 did not issue certificate 1");
    }

    @Test
    void refuses_encrypted_keys_of_both_forms_and_says_how_to_decrypt() throws Exception {
        TestChain made = TestChain.of("EC", 256);
        String certificate = TestChain.pem(made.leaf());
        var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPassword("open sesame".toCharArray())
                .build();
        String pkcs8 = TestChain.pem(new JcaPKCS8Generator(made.key(), encryptor));
        String traditional = traditionalEncrypted(made);

        for (String key : new String[] {pkcs8, traditional}) {
            assertThatThrownBy(() -> read(certificate, key))
                    .isInstanceOf(CertificateTrouble.class)
                    .hasMessageStartingWith(
                            folder.resolve("key.pem")
                                    + ": the private key is encrypted (expected: a key without a pass phrase). Decrypt it once: openssl pkey");
        }
    }

    private static String traditionalEncrypted(TestChain made) throws IOException {
        var text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(
                    made.key(),
                    new JcePEMEncryptorBuilder("AES-128-CBC")
                            .setProvider(new BouncyCastleProvider())
                            .build("open sesame".toCharArray()));
        }
        return text.toString();
    }

    @Test
    void warns_of_a_certificate_that_has_expired_or_is_not_valid_yet() throws Exception {
        var day = Duration.ofDays(1);
        TestChain old = TestChain.of("EC", 256, TestChain.NOW.minus(day.multipliedBy(9)), TestChain.NOW.minus(day));
        TestChain young = TestChain.of("EC", 256, TestChain.NOW.plus(day), TestChain.NOW.plus(day.multipliedBy(9)));

        assertThat(read(TestChain.pem(old.leaf()), TestChain.pkcs8(old.key())).warnings())
                .containsExactly(
                        folder.resolve("cert.pem")
                                + ": expired at 2026-11-22T12:00:00Z (expected: a valid certificate). Browsers will refuse it: renew it.");
        assertThat(read(TestChain.pem(young.leaf()), TestChain.pkcs8(young.key()))
                        .warnings())
                .containsExactly(
                        folder.resolve("cert.pem")
                                + ": not valid before 2026-11-24T12:00:00Z (expected: a valid certificate). Check this machine's clock.");
    }

    @Test
    void warns_of_a_key_that_every_user_may_read() throws Exception {
        TestChain made = TestChain.of("EC", 256);
        Path certificate = file("cert.pem", TestChain.pem(made.leaf()));
        Path key = file("key.pem", TestChain.pkcs8(made.key()));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(PemFiles.read(certificate, key, TestChain.NOW).warnings())
                .containsExactly(key
                        + ": every user of this machine may read the key (expected: mode 0600). Run: chmod 600 " + key);
    }

    @Test
    void refuses_a_missing_file_and_a_folder() throws Exception {
        TestChain made = TestChain.of("EC", 256);
        Path certificate = file("cert.pem", TestChain.pem(made.leaf()));
        Path absent = folder.resolve("absent.pem");

        assertThatThrownBy(() -> PemFiles.read(absent, absent, TestChain.NOW))
                .hasMessage(absent + ": no such file (expected: a certificate chain). Check the path.");
        assertThatThrownBy(() -> PemFiles.read(certificate, folder, TestChain.NOW))
                .hasMessage(folder + ": a folder (expected: a file with a private key). Name the file itself.");
    }

    @Test
    void refuses_files_that_hold_something_else() throws Exception {
        TestChain made = TestChain.of("EC", 256);
        String certificate = TestChain.pem(made.leaf());
        String key = TestChain.pkcs8(made.key());

        assertThatThrownBy(() -> read(key, key)).hasMessageContaining("cert.pem: no certificate (expected:");
        assertThatThrownBy(() -> read(certificate, certificate)).hasMessageContaining("key.pem: no private key (");
        assertThatThrownBy(() -> read(certificate, key + key)).hasMessageContaining("key.pem: 2 private keys (");
        assertThatThrownBy(() -> read("\0\1\2", key)).hasMessageContaining("cert.pem: no PEM block found");
        assertThatThrownBy(() -> read(certificate.replace("MII", "!!!"), key))
                .hasMessageContaining("cert.pem: block 1 is damaged");
        assertThatThrownBy(() -> read("x".repeat(PemFile.LARGEST + 1), key))
                .hasMessageContaining("cert.pem: larger than 1024 KiB");
    }

    @Test
    void refuses_keys_that_browsers_do_not_take() {
        TestChain weak = TestChain.of("RSA", 1024);
        TestChain rare = TestChain.of("Ed25519", 0);

        assertThatThrownBy(() -> read(TestChain.pem(weak.leaf()), TestChain.pkcs8(weak.key())))
                .hasMessageContaining("an RSA key of 1024 bits (expected: at least 2048)");
        assertThatThrownBy(() -> read(TestChain.pem(rare.leaf()), TestChain.pkcs8(rare.key())))
                .hasMessageContaining("a key of algorithm 1.3.101.112 (expected: RSA or EC");
    }

    @Test
    void a_message_about_a_broken_key_does_not_quote_it() {
        TestChain made = TestChain.of("RSA", 2048);
        String body = TestChain.pkcs8(made.key()).lines().skip(1).findFirst().orElseThrow();
        String broken = "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";

        assertThatThrownBy(() -> read(TestChain.pem(made.leaf()), broken))
                .isInstanceOf(CertificateTrouble.class)
                .message()
                .contains("key.pem")
                .doesNotContain(body.substring(0, 16));
    }

    private Loaded read(String certificate, String key) throws Exception {
        return PemFiles.read(file("cert.pem", certificate), file("key.pem", key), TestChain.NOW);
    }

    private Path file(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
