package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `portcullis doctor` in good set-ups and in bad ones.
class DoctorTest {

    @TempDir
    Path folder;

    @Test
    void finds_nothing_wrong_with_a_good_house_that_runs() throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual());
                Program server = Program.configured(
                        folder,
                        List.of(),
                        yaml(house.port(), "- webhooks: [{id: doorbell-8c1f04, methods: [POST]}]"))) {
            setMode("rw-------");
            Program.Ended ended = Program.run(folder, "doctor");

            assertThat(ended.out())
                    .contains("it is Home Assistant 2026.11.0", "it takes X-Forwarded-For", "0 problems")
                    .contains("process " + server.pid() + " serves");
            assertThat(ended.exit()).isZero();
        }
    }

    @Test
    void names_the_repair_of_each_thing_that_is_wrong() throws IOException {
        try (HomeAssistantDouble house =
                HomeAssistantDouble.start(Settings.usual().withTrustedProxies(List.of()))) {
            Program.write(folder.resolve("portcullis.yaml"), yaml(house.port(), "- paths: [\"/api/**\"]"));
            setMode("rw-r--r--");

            Program.Ended ended = Program.run(folder, "doctor", "--json");

            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.out())
                    .contains("\"check\":\"upstream.trusts_us\",\"level\":\"problem\"")
                    .contains("turn on \\\"Trust X-Forwarded-For\\\", add 127.0.0.1 to \\\"Trusted proxies\\\"")
                    .contains("takes in /api/onboarding/users for the internet")
                    .contains("Narrow the pattern, or write from: [lan, vpn].")
                    .contains("chmod 0640 portcullis.yaml");
        }
    }

    @Test
    void knows_that_nobody_answers() throws IOException {
        // Bound and not listening: nobody else gets the port, and whoever connects is refused.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Program.write(folder.resolve("portcullis.yaml"), yaml(taken.getLocalPort(), "- {preset: ui, from: [lan]}"));

            Program.Ended ended = Program.run(folder, "doctor");

            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.out()).contains("connection refused", "Start Home Assistant, or correct upstream");
        }
    }

    private void setMode(String mode) throws IOException {
        Files.setPosixFilePermissions(folder.resolve("portcullis.yaml"), PosixFilePermissions.fromString(mode));
    }

    private static String yaml(int port, String rule) {
        return """
                listen: {https: ["127.0.0.1:0"]}
                sites:
                  - hosts: [home.example.org]
                    upstream: http://127.0.0.1:%d
                    expose:
                      %s
                certificates: {self_signed: true}
                state: state
                """.formatted(port, rule);
    }
}
