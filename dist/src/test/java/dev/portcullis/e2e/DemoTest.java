package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.e2e.Program.Ended;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `portcullis demo`, as its README shows it.
class DemoTest {

    @TempDir
    static Path folder;

    private static Program demo;

    @BeforeAll
    static void start() {
        demo = Program.serve(folder, "demo", "--port", "0", "--state", "state");
    }

    @AfterAll
    static void end() {
        demo.terminate();
        Ended ended = demo.ended();
        demo.close();
        assertThat(ended.exit()).isZero();
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void prints_what_to_try_with_the_port_that_it_got() {
        String address = "https://localhost:" + demo.port() + "/";

        assertThat(demo.line("curl -k ")).endsWith(address);
        assertThat(demo.line("/api/webhook/")).contains(address);
        assertThat(demo.line("etc/passwd")).contains(address);
        assertThat(demo.line("portcullis status")).isNotBlank();
    }

    @Test
    void shows_the_page_to_curl() throws IOException, InterruptedException {
        Process curl = new ProcessBuilder("curl", "-sk", "https://localhost:" + demo.port() + "/").start();
        String page = new String(curl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(curl.waitFor()).isZero();
        assertThat(page).contains("<title>Home Assistant stand-in</title>").endsWith("</html>\n");
    }

    @Test
    void status_tells_people_how_it_is_doing() {
        Ended status = Program.run(folder, "status", "--state", "state");

        assertThat(status.exit()).isZero();
        assertThat(status.err()).isEmpty();
        assertThat(status.out())
                .contains("pid " + demo.pid())
                .contains("https 127.0.0.1:" + demo.port())
                .contains("none (demo)")
                .contains(folder.resolve("state").toString())
                .containsPattern("up +localhost at http://127\\.0\\.0\\.1:\\d+")
                .containsPattern("36[45] days +localhost, 127\\.0\\.0\\.1, ::1, self-signed");
    }

    @Test
    void status_tells_programs_the_same() {
        Ended status = Program.run(folder, "status", "--json", "--state", "state");

        assertThat(status.exit()).isZero();
        assertThat(JsonText.member(status.out(), "pid")).isEqualTo(String.valueOf(demo.pid()));
        assertThat(status.out()).contains("\"https\":[\"127.0.0.1:" + demo.port() + "\"]");
        assertThat(JsonText.member(status.out(), "up")).isEqualTo("true");
        assertThat(JsonText.member(status.out(), "source")).isEqualTo("self_signed");
    }

    @Test
    void a_login_fails_with_200_and_the_error_inside_and_then_succeeds() throws IOException {
        Owner owner = new Owner(demo.port(), "localhost");

        Visitor.Reply wrong = owner.tries("wrong");
        assertThat(wrong.status()).isEqualTo(200);
        assertThat(JsonText.member(wrong.body(), "base")).isEqualTo("invalid_auth");

        String token = owner.token();
        Visitor.Reply api = Visitor.ask(demo.port(), "localhost", "GET", "/api/", "Authorization: Bearer " + token);
        assertThat(api.status()).isEqualTo(200);
        assertThat(api.body()).contains("API running.");
    }

    @Test
    void refuses_the_probe_that_it_proposes() throws IOException {
        Visitor.Reply reply = Visitor.ask(demo.port(), "localhost", "GET", "/static/../../etc/passwd");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("dot-segment");
    }

    @Test
    void explains_what_it_would_do_with_a_request() {
        Ended explained = Program.run(
                folder, "explain", "GET", "/api/hassio/backups", "--from", "203.0.113.9", "--state", "state");

        assertThat(explained.exit()).isZero();
        assertThat(explained.out()).contains("DROPPED").contains("internet");
    }

    @Test
    void a_websocket_client_authenticates_and_receives_events() throws IOException {
        String token = new Owner(demo.port(), "localhost").token();
        try (Talk.Client client = new Talk.Client();
                Talk talk = Talk.authenticated(client, demo.port(), token)) {
            talk.send("{\"id\":1,\"type\":\"subscribe_events\"}");
            talk.expect("\"success\":true");
            assertThat(talk.expect("state_changed")).contains("\"type\":\"event\"");
            talk.close();
        }
    }

    @Test
    void a_websocket_client_that_compresses_has_it_agreed_with_the_house() throws Exception {
        String token = new Owner(demo.port(), "localhost").token();
        try (CompressingTalk talk = new CompressingTalk(demo.port(), "localhost")) {
            assertThat(talk.agreed()).contains("permessage-deflate");
            assertThat(talk.next()).contains("auth_required");
            talk.send("{\"type\":\"auth\",\"access_token\":\"" + token + "\"}");
            assertThat(talk.next()).contains("auth_ok");
            talk.send("{\"id\":1,\"type\":\"demo/large_result\",\"bytes\":300000}");
            assertThat(talk.next()).hasSizeGreaterThan(300_000);
            talk.send("{\"id\":2,\"type\":\"subscribe_events\"}");
            assertThat(talk.next()).contains("\"success\":true");
            assertThat(talk.next()).contains("state_changed");
        }
    }

    @Test
    void a_second_one_with_the_same_state_says_that_one_is_running() {
        Ended second = Program.run(folder, "demo", "--port", "0", "--state", "state");

        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.out()).isEmpty();
        assertThat(second.err())
                .startsWith("portcullis: " + folder.resolve("state/portcullis.db"))
                .contains("another Portcullis is running with it (pid " + demo.pid() + ")")
                .contains("portcullis stop")
                .hasLineCount(1);
        assertThat(Program.run(folder, "status", "--state", "state").exit()).isZero();
    }

    @Test
    void a_port_in_use_is_named_with_the_way_to_find_its_user() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            Ended refused = Program.run(folder, "demo", "--port", port, "--state", "other");

            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err())
                    .startsWith("portcullis: listen.https: \"127.0.0.1:" + port + "\": the port is in use")
                    .contains("ss -ltnp")
                    .hasLineCount(1);
            assertThat(folder.resolve("other/admin.sock")).doesNotExist();
        }
    }

    @Test
    void stop_ends_it_and_takes_its_socket_away() {
        try (Program other = Program.serve(folder, "demo", "--port", "0", "--state", "stopped")) {
            int port = other.port();
            assertThat(folder.resolve("stopped/admin.sock")).exists();

            Ended stop = Program.run(folder, "stop", "--state", "stopped");

            assertThat(stop.exit()).isZero();
            assertThat(stop.out()).isEmpty();
            assertThat(stop.err()).isEqualTo("stopping\n");
            assertThat(other.ended().exit()).isZero();
            assertThat(Files.exists(folder.resolve("stopped/admin.sock"))).isFalse();
            assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
        }
        Ended again = Program.run(folder, "stop", "--state", "stopped");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("not running").contains("stopped/admin.sock");
    }
}
