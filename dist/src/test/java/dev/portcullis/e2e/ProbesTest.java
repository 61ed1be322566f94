package dev.portcullis.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.app.TimedServer;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/// Scanners, and those who look like one.
class ProbesTest {

    private static final int SOON = 10;

    /// The first requests of scanners as every public address sees them, harmless ones among them.
    static final List<List<String>> SCANS = List.of(
            List.of("/", "/favicon.ico", "/robots.txt", "/.env", "/wp-login.php", "/.git/config"),
            List.of("/", "/wp-login.php", "/wp-admin/setup-config.php", "/xmlrpc.php", "/wordpress/wp-login.php"),
            List.of("/", "/login", "/admin", "/phpmyadmin/index.php", "/pma/", "/mysql/admin/", "/db/phpmyadmin/"),
            List.of("/", "/manager/html", "/solr/admin/info/system", "/owa/auth/logon.aspx", "/cgi-bin/luci/"),
            List.of(
                    "/boaform/admin/formLogin",
                    "/HNAP1/",
                    "/setup.cgi",
                    "/GponForm/diag_Form",
                    "/goform/set_LimitClient"),
            List.of(
                    "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php",
                    "/index.php?s=/Index/think",
                    "/actuator/env"),
            List.of(
                    "/robots.txt",
                    "/sitemap.xml",
                    "/.well-known/security.txt",
                    "/backup.sql",
                    "/config.json",
                    "/.DS_Store"));

    @TempDir
    Path folder;

    private HomeAssistantDouble house;
    private TimedServer server;

    @BeforeEach
    void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        server = new TimedServer(folder, """
                listen: {https: ["127.0.0.1:0"], proxy_protocol_from: [127.0.0.1]}
                sites:
                  - {hosts: [home.test], upstream: "http://127.0.0.1:%1$d", expose: [{preset: everything}]}
                  - hosts: [silent.test]
                    upstream: http://127.0.0.1:%1$d
                    expose: [{webhooks: [doorbell-8c1f04]}, {preset: ui, from: [lan]}]
                  - hosts: [polite.test]
                    upstream: http://127.0.0.1:%1$d
                    expose: [{webhooks: [doorbell-8c1f04]}]
                    otherwise: 404
                certificates: {self_signed: true}
                state: state
                """.formatted(house.port()));
    }

    @AfterEach
    void end() {
        server.close();
        house.close();
    }

    private Stranger at(String host, String address) {
        return new Stranger(server.port(), host, address);
    }

    private String say(String... command) {
        TimedServer.Said said = server.say(command);
        assertThat(said.exit()).as(said.err()).isZero();
        return said.out();
    }

    /// Asks for one path after the other until nobody answers any more.
    ///
    /// @return how many got through to the door, at most [#SOON]
    private int scans(Stranger scanner, List<String> paths) throws IOException {
        List<String> left = new ArrayList<>(paths);
        int asked = 0;
        while (asked < SOON && !left.isEmpty()) {
            asked++;
            String path = left.removeFirst();
            try {
                scanner.ask("GET", path, "User-Agent: Mozilla/5.0");
            } catch (IOException _) {
                // Dropped, or the ban was faster than the answer.
            }
            // Ordered behind what was seen so far, so the ban is in force if there is to be one.
            say("why", scanner.address());
            if (scanner.isTurnedAway()) {
                return asked;
            }
        }
        return asked + 1;
    }

    @ParameterizedTest
    @FieldSource("SCANS")
    void a_scanner_is_banned_within_its_first_requests(List<String> paths) throws IOException {
        for (String host : List.of("home.test", "silent.test", "polite.test")) {
            Stranger scanner = at(host, "203.0.113." + (host.length() + 1));

            assertThat(scans(scanner, paths)).as(host).isLessThanOrEqualTo(paths.size());

            Patience.until(() -> say("bans").contains(scanner.address()), "the ban in the list");
            assertThat(say("bans", "show", scanner.address())).contains("BANNED", "probes");
            assertThat(at(host, "203.0.113.200").isTurnedAway()).isFalse();
        }
    }

    @Test
    void what_is_not_exposed_is_dropped_or_answered_as_the_site_says() throws IOException {
        assertThatThrownBy(() -> at("silent.test", "203.0.113.9").ask("GET", "/.env"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the server closed the connection after \"\"");
        assertThat(at("polite.test", "203.0.113.10").ask("GET", "/.env").status())
                .isEqualTo(404);
        assertThat(house.recorder().requests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"silent.test", "polite.test"})
    void a_guesser_of_webhooks_is_banned_at_the_third_id_and_the_doorbell_rings_on(String host) throws IOException {
        Stranger guesser = at(host, "203.0.113.9");
        Stranger visitor = at(host, "198.51.100.9");
        for (int i = 1; i <= 3; i++) {
            assertThat(guesser.isTurnedAway()).isFalse();
            if (i > 1) {
                // The first one again is no further guess.
                assertDropped(guesser, "5eeded-1");
            }
            assertDropped(guesser, "5eeded-" + i);
            assertThat(visitor.ask("POST", "/api/webhook/doorbell-8c1f04", "Content-Length: 0")
                            .status())
                    .isEqualTo(200);
            String count = i == 3 ? "BANNED" : "probes " + i;
            Patience.until(() -> say("why", "203.0.113.9").contains(count), count);
        }
        assertThat(guesser.isTurnedAway()).isTrue();
        assertThat(visitor.ask("POST", "/api/webhook/doorbell-8c1f04", "Content-Length: 0")
                        .status())
                .isEqualTo(200);
        assertThat(house.recorder().firedWebhooks()).containsEntry("doorbell-8c1f04", 4);
        assertThat(Secrets.holding(folder.resolve("state"), "5eeded", "doorbell-8c1f04"))
                .isEmpty();
    }

    private static void assertDropped(Stranger guesser, String id) {
        assertThatThrownBy(() -> guesser.ask("POST", "/api/webhook/" + id, "Content-Length: 0"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the server closed the connection after \"\"");
    }

    @Test
    void a_page_elsewhere_that_makes_a_browser_ask_for_secrets_bans_nobody() throws IOException {
        Stranger browser = at("home.test", "203.0.113.9");
        String[] embedded = {
            "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image", "User-Agent: Mozilla/5.0"
        };
        for (List<String> paths : SCANS) {
            for (String path : paths) {
                browser.ask("GET", path, embedded);
            }
        }
        Patience.until(() -> say("why", "203.0.113.9").contains("/.DS_Store"), "the last to be seen");
        assertThat(say("why", "203.0.113.9")).contains("not banned", "probes 0");
        assertThat(browser.isTurnedAway()).isFalse();

        // The same by hand is no browser's doing, and then all of it counts.
        browser.ask("GET", "/wp-content/plugins/x.php", "User-Agent: Mozilla/5.0");

        Patience.until(() -> say("why", "203.0.113.9").contains("BANNED"), "the ban");
    }

    @Test
    void a_page_elsewhere_cannot_use_up_guesses_of_webhooks_either() throws IOException {
        Stranger browser = at("silent.test", "203.0.113.9");
        for (int i = 0; i < 10; i++) {
            String id = "guess-" + i;
            assertThatThrownBy(() -> browser.ask(
                            "POST",
                            "/api/webhook/" + id,
                            "Content-Length: 0",
                            "Sec-Fetch-Site: cross-site",
                            "Sec-Fetch-Mode: no-cors",
                            "Sec-Fetch-Dest: empty",
                            "User-Agent: Mozilla/5.0",
                            "Origin: https://elsewhere.example"))
                    .isInstanceOf(IOException.class);
        }
        Patience.until(() -> say("probes").lines().count() >= 10, "all to be seen");
        assertThat(say("why", "203.0.113.9")).contains("not banned", "probes 0");
        assertThat(browser.isTurnedAway()).isFalse();
    }

    @Test
    void tools_and_links_from_elsewhere_are_no_evidence() throws IOException {
        Stranger guest = at("home.test", "203.0.113.9");
        for (String agent : List.of("curl/8.10.1", "python-requests/2.32", "okhttp/4.12", "Go-http-client/2.0", "")) {
            assertThat(guest.ask("GET", "/", "User-Agent: " + agent).status()).isEqualTo(200);
        }
        assertThat(guest.ask("GET", "/", "Sec-Fetch-Site: cross-site", "User-Agent: Mozilla/5.0")
                        .status())
                .isEqualTo(200);

        assertThat(say("probes")).contains("no probes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open proxy | CONNECT elsewhere.example:443 HTTP/1.1~Host: elsewhere.example:443",
                "open proxy | GET http://elsewhere.example/ HTTP/1.1~Host: elsewhere.example",
                "framing | POST / HTTP/1.1~Host: home.test~Content-Length: 1~Transfer-Encoding: chunked",
                "traversal | GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1~Host: home.test",
            })
    void what_only_a_proxy_can_see_is_a_probe_too(String what, String request) throws IOException {
        Stranger scanner = at("home.test", "203.0.113.9");
        try (Visitor visitor = scanner.connect()) {
            visitor.socket().getOutputStream().write((request.replace("~", "\r\n") + "\r\n\r\n").getBytes(US_ASCII));
            assertThat(visitor.head().status()).isBetween(400, 499);
        }

        Patience.until(() -> !say("probes").contains("no probes"), "the probe");
        assertThat(say("probes")).contains("203.0.113.9", what);
        assertThat(house.recorder().requests()).isZero();
    }
}
