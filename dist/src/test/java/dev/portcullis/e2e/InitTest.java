package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `portcullis init`, and what a new owner does next.
class InitTest {

    @TempDir
    Path folder;

    @Test
    void init_writes_a_file_that_check_accepts_and_run_serves() throws IOException {
        try (HomeAssistantDouble house =
                HomeAssistantDouble.start(Settings.usual().withWebhooks(List.of("doorbell-8c1f04")))) {
            Program.Ended init =
                    init("http://127.0.0.1:" + house.port(), "--expose", "webhooks", "--webhooks", "doorbell-8c1f04");
            assertThat(init.err()).contains("Home Assistant", "answers at http://127.0.0.1:" + house.port());
            assertThat(init.exit()).as(init.err()).isZero();
            assertThat(init.out())
                    .contains(
                            "wrote portcullis.yaml", "Home Assistant takes client addresses from this machine already");

            Program.Ended check = Program.run(folder, "check");
            assertThat(check.exit()).as(check.err()).isZero();
            assertThat(check.out()).contains("home.example.org");

            try (Program server = Program.serve(folder, "run")) {
                int port = Integer.parseInt(server.line("serving ").replaceAll(".*127\\.0\\.0\\.1:(\\d+).*", "$1"));
                try (Visitor visitor = new Visitor(port, "home.example.org")) {
                    visitor.send("POST", "/api/webhook/doorbell-8c1f04", "Content-Length: 0");
                    assertThat(visitor.reply("POST").status()).isEqualTo(200);
                }
                assertThat(house.recorder().firedWebhooks()).containsEntry("doorbell-8c1f04", 1);
                server.terminate();
                assertThat(server.ended().exit()).isZero();
            }
        }
    }

    @Test
    void a_house_that_does_not_trust_this_machine_is_told_how_to() throws IOException {
        try (HomeAssistantDouble house =
                HomeAssistantDouble.start(Settings.usual().withTrustedProxies(List.of()))) {
            Program.Ended init = init("http://127.0.0.1:" + house.port(), "--expose", "app");
            assertThat(init.exit()).as(init.err()).isZero();
            assertThat(init.out())
                    .contains("Settings > System > Network", "Trusted proxies", "127.0.0.1", "within 5 minutes");
        }
    }

    @Test
    void a_file_that_is_there_is_not_written_over_and_nothing_is_written_when_nobody_answers() {
        Program.Ended unanswered = Program.run(folder, "init", "--host", "home.example.org");
        assertThat(unanswered.exit()).isEqualTo(2);
        assertThat(unanswered.err()).contains("--upstream: not given, and nobody answers");
        assertThat(folder.resolve("portcullis.yaml")).doesNotExist();

        Program.write(folder.resolve("portcullis.yaml"), "mine");
        Program.Ended there = init("http://127.0.0.1:1", "--expose", "app");
        assertThat(there.exit()).isEqualTo(2);
        assertThat(there.err()).contains("portcullis.yaml: exists already", "--force");
        assertThat(folder.resolve("portcullis.yaml")).hasContent("mine");

        Program.Ended forced = init("http://127.0.0.1:1", "--expose", "app", "--force");
        assertThat(forced.exit()).as(forced.err()).isZero();
        assertThat(forced.err()).contains("Nothing answers at http://127.0.0.1:1: connection refused.");
        assertThat(Program.run(folder, "check").exit()).isZero();
    }

    private Program.Ended init(String upstream, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "init",
                "--config",
                "portcullis.yaml",
                "--state",
                "state",
                "--host",
                "home.example.org",
                "--upstream",
                upstream,
                "--certificate",
                "self-signed",
                "--listen",
                "127.0.0.1:0"));
        arguments.addAll(List.of(more));
        return Program.run(folder, arguments.toArray(String[]::new));
    }
}
