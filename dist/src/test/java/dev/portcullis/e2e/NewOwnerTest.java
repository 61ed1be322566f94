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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first hour with Portcullis: init, check, run, doctor; what is wrong is mended as doctor says, and doctor sees
/// it.
class NewOwnerTest {

    private static final String WEBHOOK = "doorbell-8c1f04";

    @TempDir
    Path folder;

    @Test
    void a_house_that_is_set_up_well_is_served_and_found_well() throws IOException {
        try (HomeAssistantDouble house = house(true)) {
            init("http://127.0.0.1:" + house.port());
            check();
            try (Program server = run()) {
                try (Visitor visitor = new Visitor(port(server), "home.example.org")) {
                    visitor.send("POST", "/api/webhook/" + WEBHOOK, "Content-Length: 0");
                    assertThat(visitor.reply("POST").status()).isEqualTo(200);
                }
                Program.Ended doctor = doctor();

                assertThat(doctor.out())
                        .contains(
                                "it is Home Assistant 2026.11.0", "process " + server.pid() + " serves", "0 problems");
                assertThat(doctor.exit()).as(doctor.out()).isZero();
            }
        }
    }

    @Test
    void a_house_that_does_not_trust_its_proxy_is_told_what_to_turn_on() throws IOException {
        try (HomeAssistantDouble distrusting = house(false);
                HomeAssistantDouble mended = house(true)) {
            assertThat(init("http://127.0.0.1:" + distrusting.port()).out())
                    .contains("Settings > System > Network", "within 5 minutes");
            check();
            try (Program server = run()) {
                assertThat(Visitor.ask(port(server), "home.example.org", "POST", "/api/webhook/" + WEBHOOK)
                                .status())
                        .isEqualTo(400);
                assertThat(problem("upstream.trusts_us"))
                        .contains("it does not trust 127.0.0.1 as its proxy")
                        .contains("turn on \\\"Trust X-Forwarded-For\\\", add 127.0.0.1 to \\\"Trusted proxies\\\"")
                        .contains("confirm within five minutes of its restart");

                // The same house after that: this one only has another port.
                change(String.valueOf(distrusting.port()), String.valueOf(mended.port()));
                assertThat(doctor().out()).contains("it takes X-Forwarded-For", "0 problems");
            }
        }
    }

    @Test
    void a_wrong_port_is_told_from_a_house_that_is_down_and_a_wrong_scheme_from_both() throws IOException {
        try (HomeAssistantDouble house = house(true);
                Socket nobody = new Socket()) {
            // Bound and not listening: nobody else gets the port, and whoever connects is refused.
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String wrong = "http://127.0.0.1:" + nobody.getLocalPort();
            assertThat(init(wrong).err()).contains("Nothing answers at " + wrong);
            check();
            try (Program server = run()) {
                assertThat(Visitor.ask(port(server), "home.example.org", "POST", "/api/webhook/" + WEBHOOK)
                                .status())
                        .isEqualTo(503);
                assertThat(problem("upstream.answers"))
                        .contains("connection refused")
                        .contains("Start Home Assistant, or correct upstream; its port is 8123 unless it was changed");

                change(wrong, "https://127.0.0.1:" + house.port());
                assertThat(problem("upstream.tls"))
                        .contains("plain HTTP is spoken there, and TLS was expected")
                        .contains("Write http:// in upstream");

                change("https://127.0.0.1:" + house.port(), "http://127.0.0.1:" + house.port());
                assertThat(Visitor.ask(port(server), "home.example.org", "POST", "/api/webhook/" + WEBHOOK)
                                .status())
                        .isEqualTo(200);
                Program.Ended doctor = doctor();
                assertThat(doctor.exit()).as(doctor.out()).isZero();
            }
        }
    }

    private static HomeAssistantDouble house(boolean trusts) throws IOException {
        Settings settings = Settings.usual().withWebhooks(List.of(WEBHOOK));
        return HomeAssistantDouble.start(trusts ? settings : settings.withTrustedProxies(List.of()));
    }

    private Program.Ended init(String upstream) {
        Program.Ended init = Program.run(
                folder,
                "init",
                "--config",
                "portcullis.yaml",
                "--state",
                "state",
                "--host",
                "home.example.org",
                "--upstream",
                upstream,
                "--expose",
                "webhooks",
                "--webhooks",
                WEBHOOK,
                "--certificate",
                "self-signed",
                "--listen",
                "127.0.0.1:0");
        assertThat(init.exit()).as(init.err()).isZero();
        return init;
    }

    private void check() {
        Program.Ended check = Program.run(folder, "check");
        assertThat(check.exit()).as(check.err()).isZero();
        assertThat(check.out()).contains("home.example.org");
    }

    private Program run() {
        return Program.serve(folder, "run");
    }

    private static int port(Program server) {
        return Integer.parseInt(server.line("serving ").replaceAll(".*127\\.0\\.0\\.1:(\\d+).*", "$1"));
    }

    private Program.Ended doctor() {
        return Program.run(folder, "doctor");
    }

    /// What doctor says of one thing, which must be a problem.
    private String problem(String check) {
        Program.Ended doctor = Program.run(folder, "doctor", "--json");
        assertThat(doctor.exit()).as(doctor.out()).isEqualTo(1);
        String entry = "{\"check\":\"" + check + "\",\"level\":\"problem\"";
        assertThat(doctor.out()).contains(entry);
        String rest = doctor.out().substring(doctor.out().indexOf(entry));
        return rest.substring(0, rest.indexOf('}'));
    }

    /// As an owner does it: with an editor, then `portcullis reload`.
    private void change(String what, String into) throws IOException {
        Path file = folder.resolve("portcullis.yaml");
        String text = Files.readString(file);
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, into));
        Program.Ended reload = Program.run(folder, "reload");
        assertThat(reload.exit()).as(reload.err()).isZero();
    }
}
