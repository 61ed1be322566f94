package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.certificates.PemPair;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Certificate files of the owner's, which change while the house is busy.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CertificateFilesTest {

    private static final String HOST = "home.test";

    @TempDir
    Path folder;

    @Test
    void new_files_are_served_without_one_failed_request() throws IOException, CertificateTrouble {
        PemPair first = install("first");
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual());
                Program server = Program.configured(folder, List.of(), yaml(house.port()));
                Traffic traffic = Traffic.start(server.port(), HOST, 20, 2)) {
            traffic.awaitRound();
            assertThat(presented(server.port())).isEqualTo(first.leaf());

            PemPair second = install("second");

            server.line("a new certificate, valid until");
            assertThat(presented(server.port())).isEqualTo(second.leaf());
            traffic.awaitRound();
            assertThat(traffic.failures()).isEmpty();
        }
    }

    @Test
    void files_that_do_not_fit_are_told_of_and_wait_for_their_other_half() throws IOException, CertificateTrouble {
        PemPair first = install("first");
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual());
                Program server = Program.configured(folder, List.of(), yaml(house.port()))) {
            PemPair second = PemPair.make(Files.createDirectory(folder.resolve("second")), HOST);

            replace(second.certificate(), "fullchain.pem");

            server.line("The certificate before it is served until then.");
            assertThat(presented(server.port())).isEqualTo(first.leaf());
            assertThat(status()).contains("is served until then");

            replace(second.key(), "privkey.pem");

            server.line("a new certificate, valid until");
            assertThat(presented(server.port())).isEqualTo(second.leaf());
            assertThat(status()).doesNotContain("is served until then");
        }
    }

    private static String yaml(int upstream) {
        return """
                listen: {https: ["127.0.0.1:0"]}
                sites:
                  - hosts: [home.test]
                    upstream: http://127.0.0.1:%d
                    expose: [{preset: everything}]
                certificates:
                  files: {certificate: fullchain.pem, key: privkey.pem}
                protection:
                  rate_limits:
                    request: {rate: 100000/s, burst: 100000}
                    connection: {rate: 100000/s, burst: 100000, open: 1000}
                state: state
                """.formatted(upstream);
    }

    /// Puts a new pair in place, as certbot does: one file after the other.
    private PemPair install(String name) throws IOException, CertificateTrouble {
        PemPair pair = PemPair.make(Files.createDirectory(folder.resolve(name)), HOST);
        replace(pair.certificate(), "fullchain.pem");
        replace(pair.key(), "privkey.pem");
        return pair;
    }

    private void replace(Path by, String name) throws IOException {
        Program.write(folder.resolve(name), Files.readString(by));
    }

    private static Certificate presented(int port) throws SSLPeerUnverifiedException, IOException {
        try (SSLSocket socket = Tls.connect(port, HOST)) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private String status() {
        return Program.run(folder, "status", "--json").out();
    }
}
