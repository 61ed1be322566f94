package dev.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.admin.AdminLimits;
import dev.portcullis.admin.AdminRoute;
import dev.portcullis.admin.AdminServer;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {

    private static final List<AdminRoute> ROUTES = List.of(
            new AdminRoute("GET", "/v1/status", request -> new AdminAnswer(200, Samples.STATUS.toJson())),
            new AdminRoute(
                    "GET",
                    "/v1/explain",
                    request -> request.parameter("from")
                            .filter("203.0.113.9"::equals)
                            .map(from -> new AdminAnswer(200, Samples.FORWARDED.toJson()))
                            .orElseGet(
                                    () -> AdminAnswer.error(400, "from: not an address (expected: an IP address)."))),
            new AdminRoute("POST", "/v1/stop", request -> AdminAnswer.object(202, json -> {})));

    @TempDir
    Path state;

    private final FakeProgram program = new FakeProgram();
    private final Screen screen = new Screen();
    private Path socket;

    @BeforeEach
    void look_for_a_server_in_two_places() {
        socket = state.resolve("admin.sock");
        program.sockets.add(state.resolve("elsewhere.sock"));
        program.sockets.add(socket);
    }

    @Test
    void help_reads_like_this() {
        assertThat(run("--help")).isZero();
        assertThat(screen.out()).isEqualTo(Screen.golden("help.txt"));
        assertThat(screen.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo", "init", "run", "check", "status", "top", "explain", "doctor", "certs", "bans", "why", "probes",
                "logins", "replay", "reload", "stop"
            })
    void help_of_a_command_reads_like_this(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(screen.out()).isEqualTo(Screen.golden("help-" + command + ".txt"));
        assertThat(screen.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void no_command_is_a_usage_error_with_the_help_as_message() {
        assertThat(run()).isEqualTo(2);
        assertThat(screen.err()).isEqualTo(Screen.golden("help.txt"));
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void version_is_the_one_that_was_built() {
        assertThat(run("--version")).isZero();
        assertThat(screen.out()).matches("portcullis \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    }

    @Test
    void global_options_are_valid_on_both_sides_of_the_command() {
        run("--config", "a.yaml", "run", "--state", "/s");
        run("run", "--config", "b.yaml");
        run("--state", "/t", "demo", "--port", "0");
        run("demo");

        assertThat(program.asked)
                .containsExactly(
                        "run Places[config=Optional[a.yaml], state=Optional[/s]]",
                        "run Places[config=Optional[b.yaml], state=Optional.empty]",
                        "demo 0 Places[config=Optional.empty, state=Optional[/t]]",
                        "demo 8443 Places[config=Optional.empty, state=Optional.empty]");
    }

    @Test
    void the_programs_exit_code_is_ours_and_its_usage_trouble_is_code_2() {
        assertThat(run("run")).isEqualTo(1);
        assertThat(run("check", "--json")).isEqualTo(2);
        assertThat(screen.err())
                .isEqualTo("portcullis: portcullis.yaml:1:1: one\nportcullis: portcullis.yaml:2:1: two \\x1b[2J\n");
    }

    @Test
    void init_asks_and_tells_what_is_left_to_do() {
        assertThat(run("init", "--host", "a.example.org", "--agree-to-terms", "--force", "--config", "c.yaml"))
                .isZero();
        assertThat(program.asked)
                .containsExactly("init Given[values={host=a.example.org}, agreed=true] true"
                        + " Places[config=Optional[c.yaml], state=Optional.empty]");
        assertThat(screen.err()).isEqualTo("a question: ");
        assertThat(screen.out()).isEqualTo("""
                wrote /etc/portcullis/portcullis.yaml

                What is left to do:

                  1. First nobody

                  2. Then.
                """);
        assertThat(run("init", "--json")).isZero();
        assertThat(screen.out()).endsWith("""
                {"file":"/etc/portcullis/portcullis.yaml","steps":["First nobody","Then."]}
                """);
    }

    @Test
    void what_is_unknown_is_named_with_a_suggestion() {
        assertThat(run("statsu")).isEqualTo(2);
        assertThat(run("status", "--jsn")).isEqualTo(2);
        assertThat(run("frobnicate")).isEqualTo(2);
        assertThat(run("status", "now")).isEqualTo(2);
        assertThat(run("explain", "GET", "/")).isEqualTo(2);
        assertThat(run("demo", "--port", "x")).isEqualTo(2);
        assertThat(run("demo", "--port", "65536")).isEqualTo(2);
        assertThat(screen.err()).isEqualTo(Screen.golden("unknown.txt"));
        assertThat(screen.out()).isEmpty();
        assertThat(program.asked).isEmpty();
    }

    @Test
    void status_shows_the_running_server() throws Exception {
        try (AdminServer server = AdminServer.start(socket, ROUTES, AdminLimits.DEFAULT)) {
            assertThat(server.path()).isEqualTo(socket);
            assertThat(run("status")).as("a certificate has ended").isEqualTo(1);
        }
        assertThat(screen.out()).isEqualTo(Screen.golden("status.txt"));
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void status_as_json_is_the_servers_own_answer() throws Exception {
        try (AdminServer server = AdminServer.start(socket, ROUTES, AdminLimits.DEFAULT)) {
            assertThat(server.path()).isEqualTo(socket);
            assertThat(run("status", "--json")).isEqualTo(1);
        }
        assertThat(screen.out()).isEqualTo(Samples.STATUS.toJson() + System.lineSeparator());
    }

    @Test
    void explain_asks_the_running_server() throws Exception {
        try (AdminServer server = AdminServer.start(socket, ROUTES, AdminLimits.DEFAULT)) {
            assertThat(server.path()).isEqualTo(socket);
            assertThat(run(
                            "explain",
                            "POST",
                            "https://home.example.org/api/webhook/doorbell-8c1f04",
                            "--from",
                            "203.0.113.9"))
                    .isZero();
            assertThat(run("explain", "GET", "/", "--from", "nonsense")).isEqualTo(2);
        }
        assertThat(screen.out()).isEqualTo(Screen.golden("explain-forward.txt"));
        assertThat(screen.err()).isEqualTo("portcullis: from: not an address (expected: an IP address).\n");
        assertThat(program.asked).isEmpty();
    }

    @Test
    void explain_without_a_server_asks_the_configuration_and_says_so() {
        assertThat(run("explain", "GET", "/.env", "--from", "203.0.113.9", "--json"))
                .isZero();
        assertThat(screen.out()).isEqualTo(Samples.DROPPED.toJson() + System.lineSeparator());
        assertThat(screen.err()).isEqualTo("portcullis: no server runs; this is what the configuration says\n");
    }

    @Test
    void status_and_stop_without_a_server_fail_and_say_where_they_looked() {
        String message = ("portcullis: not running (no answer at %s, %s). Start it with: portcullis run. If it runs,"
                        + " name its folder with --state\n")
                .formatted(program.sockets.get(0), program.sockets.get(1));

        assertThat(run("status")).isEqualTo(1);
        assertThat(run("stop")).isEqualTo(1);
        assertThat(screen.err()).isEqualTo(message + message);
    }

    @Test
    void stop_stops_the_running_server() throws Exception {
        try (AdminServer server = AdminServer.start(socket, ROUTES, AdminLimits.DEFAULT)) {
            assertThat(server.path()).isEqualTo(socket);
            assertThat(run("stop")).isZero();
        }
        assertThat(screen.err()).isEqualTo("stopping" + System.lineSeparator());
    }

    private int run(String... arguments) {
        Surroundings own = Surroundings.system();
        InputStream nobody = InputStream.nullInputStream();
        var around =
                new Surroundings(own.environment(), own.ancestors(), nobody, own.pace(), own.quickly(), own.terminal());
        return new Cli(program, screen.console, around).run(arguments);
    }
}
