package dev.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.admin.AdminLimits;
import dev.portcullis.admin.AdminServer;
import dev.portcullis.admin.BansReport;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.store.BanRow;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerCommandsTest {

    private static final String OFFLINE_READ = "portcullis: no server runs; this is what its database says\n";
    private static final String OFFLINE_WRITTEN = "portcullis: no server runs; this was written to its database\n";

    @TempDir
    Path state;

    private final FakeProgram program = new FakeProgram();
    private final Screen screen = new Screen();
    private final LedgerSamples samples = LedgerSamples.full();
    private final Map<String, String> environment = new HashMap<>();
    private Ancestors ancestors = new Ancestors(Path.of("/"), List.of());
    private String input = "";
    private int looks;

    @BeforeEach
    void no_server_runs() {
        program.sockets.add(state.resolve("admin.sock"));
        program.database = Optional.of(samples.routes);
    }

    @ParameterizedTest
    @CsvSource({
        "bans-list, bans",
        "bans-list, bans list",
        "bans-all, bans --all",
        "bans-show, bans show 203.0.113.9",
        "bans-show-owner, bans show 192.0.2.77",
        "bans-csv, bans export --format csv",
        "bans-plain, bans export --format plain",
        "bans-nft, bans export --format nft",
        "bans-ha, bans export --format ha",
        "why, why 203.0.113.9",
        "probes, probes",
        "probes-top, probes --top",
        "probes-top, probes --top path",
        "probes-top-source, probes --top source",
        "logins, logins",
        "logins-failed, logins --failed"
    })
    void commands_read_like_this(String golden, String command) {
        assertThat(run(command.split(" "))).isZero();
        assertThat(screen.out()).isEqualTo(Screen.golden(golden + ".txt"));
        assertThat(screen.err()).startsWith(OFFLINE_READ);
    }

    @ParameterizedTest
    @CsvSource({
        "nobody is banned, bans",
        "no such ban, bans --zone lan",
        "no probes, probes",
        "no logins, logins",
        "no failed logins, logins --failed"
    })
    void where_nothing_is_known_that_is_said(String text, String command) {
        program.database = Optional.of(new LedgerSamples().routes);

        assertThat(run(command.split(" "))).isZero();
        assertThat(screen.out()).isEqualTo(text + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show", "add", "remove", "export", "import"})
    void help_of_a_command_below_bans_reads_like_this(String command) {
        assertThat(run("bans", command, "--help")).isZero();
        assertThat(screen.out()).isEqualTo(Screen.golden("help-bans-" + command + ".txt"));
    }

    @Test
    void a_running_server_is_asked_first() throws Exception {
        try (AdminServer server =
                AdminServer.start(state.resolve("admin.sock"), samples.routes.all(), AdminLimits.DEFAULT)) {
            assertThat(server.path()).exists();
            assertThat(run("bans")).isZero();
            assertThat(run("bans", "add", "198.51.100.200", "--for", "1d", "--reason", "loud"))
                    .isZero();
            assertThat(run("bans", "show", "233.252.0.1")).isEqualTo(1);
        }
        assertThat(screen.out())
                .isEqualTo(Screen.golden("bans-list.txt") + "198.51.100.200: banned until 2026-11-24 14:03:00 UTC\n");
        assertThat(screen.err())
                .isEqualTo("portcullis: 233.252.0.1/32: never banned, as far as is remembered (expected: a ban)\n");
        assertThat(program.asked).isEmpty();
    }

    @Test
    void a_large_import_goes_through_the_socket() throws Exception {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            list.append("10.").append(i >> 8).append('.').append(i & 255).append(".1\n");
        }
        input = list.toString();
        try (AdminServer server =
                AdminServer.start(state.resolve("admin.sock"), samples.routes.all(), AdminLimits.DEFAULT)) {
            assertThat(server.path()).exists();
            assertThat(run("bans", "import", "-")).isZero();
        }
        assertThat(screen.out()).isEqualTo("20,000 bans imported\n");
    }

    @Test
    void without_server_and_database_nothing_is_known() {
        program.database = Optional.empty();

        assertThat(run("bans")).isEqualTo(1);
        assertThat(screen.err())
                .isEqualTo("portcullis: no server runs, and there is no database yet (expected: one of them)."
                        + " Start the server with: portcullis run\n");
    }

    @Test
    void json_is_the_answer_itself() {
        assertThat(run("bans", "--json")).isZero();
        BansReport report = BansReport.parse(screen.out().strip()).orElseThrow();

        assertThat(report.bans()).hasSize(5);
        for (String command : List.of(
                "bans list",
                "bans show 203.0.113.9",
                "bans export",
                "why ::1",
                "probes",
                "probes --top",
                "logins",
                "bans add 203.0.113.200",
                "bans remove 203.0.113.200")) {
            Screen other = new Screen();
            assertThat(run(other, (command + " --json").split(" "))).as(command).isZero();
            assertThat(other.out()).as(command).startsWith("{\"").endsWith("}\n");
        }
    }

    @Test
    void bans_begin_and_end_without_a_server_too() {
        assertThat(run("bans", "add", "198.51.100.200")).isZero();
        assertThat(run("bans", "add", "2001:db8:9::5", "--for", "forever")).isZero();
        assertThat(run("bans", "remove", "198.51.100.200")).isZero();
        assertThat(run("bans", "remove", "198.51.100.200")).isEqualTo(1);
        assertThat(run("bans", "remove", "203.0.113.254")).isEqualTo(1);

        assertThat(screen.out())
                .isEqualTo("198.51.100.200: banned until 2026-11-23 15:03:00 UTC\n"
                        + "2001:db8:9::/64: banned for ever\n"
                        + "198.51.100.200: no longer banned\n198.51.100.0/24: no longer banned\n");
        assertThat(screen.err()).startsWith(OFFLINE_WRITTEN);
    }

    @Test
    void a_usage_error_is_code_2_and_changes_nothing() {
        int before = samples.ledger.bans.size();
        for (String command : List.of(
                "bans add",
                "bans add x",
                "bans add 203.0.113.9 --for 1x",
                "bans remove",
                "bans remove 203.0.113.9 --all",
                "bans --all remove 203.0.113.9",
                "bans lst",
                "bans --since yesterday",
                "bans export --format xml",
                "probes --top nobody",
                "probes --top --follow",
                "probes --limit x",
                "why",
                "why x",
                "why 10.0.0.0/8",
                "logins --limit -1",
                "bans import no-such-file",
                "bans import - --for 1x")) {
            assertThat(run(command.split(" "))).as(command).isEqualTo(2);
        }
        assertThat(samples.ledger.bans).hasSize(before);
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void an_unknown_command_below_bans_is_named_with_a_suggestion() {
        run("bans", "lst");

        assertThat(screen.err())
                .isEqualTo("portcullis: unknown command \"lst\" (expected: one of list, show, add, remove, export,"
                        + " import). Did you mean \"list\"?\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH_CONNECTION", "SSH_CLIENT"})
    void whoever_came_by_ssh_does_not_ban_himself(String variable) {
        environment.put(variable, "198.51.100.44 51514 192.0.2.1 22");

        assertThat(run("bans", "add", "198.51.100.44")).isEqualTo(1);
        assertThat(screen.err())
                .isEqualTo("portcullis: 198.51.100.44/32: holds your own address (expected: others)."
                        + " You could lock yourself out.\n"
                        + "portcullis: repeat it with --force if you mean it\n");
        assertThat(run("bans", "add", "198.51.100.44", "--force")).isZero();
    }

    @Test
    void whoever_came_by_ssh_does_not_ban_himself_under_sudo() throws Exception {
        Path sudo = Files.createDirectories(state.resolve("proc/41"));
        Files.writeString(sudo.resolve("environ"), "HOME=/root\0SSH_CONNECTION=198.51.100.44 51514 192.0.2.1 22\0X=");
        ancestors = new Ancestors(state.resolve("proc"), List.of(42L, 41L));

        assertThat(run("bans", "add", "198.51.100.44")).isEqualTo(1);
        assertThat(screen.err()).contains("holds your own address");
        assertThat(run("bans", "add", "198.51.100.45")).isZero();
    }

    @Test
    void the_processes_above_this_one_are_known() {
        assertThat(Ancestors.own().pids())
                .startsWith(ProcessHandle.current().parent().orElseThrow().pid());
        assertThat(Ancestors.own().variable("NO_SUCH_VARIABLE_ANYWHERE")).isEmpty();
    }

    @Test
    void following_since_a_time_shows_nothing_older() throws Exception {
        try (AdminServer server =
                AdminServer.start(state.resolve("admin.sock"), samples.routes.all(), AdminLimits.DEFAULT)) {
            assertThat(server.path()).exists();
            looks = 3;
            assertThat(run("probes", "--follow", "--since", "2099-01-01")).isZero();
        }
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void a_list_for_a_spreadsheet_does_nothing_to_a_terminal() {
        samples.ledger.bans.addFirst(new BanRow(
                new Ban(
                        99,
                        Cidr.parse("192.0.2.5"),
                        LedgerSamples.NOW,
                        java.time.Instant.MAX,
                        Cause.OWNER,
                        "",
                        0,
                        true,
                        "\u001b[2J\u009b1m\u202etxt"),
                Optional.empty(),
                "",
                0,
                Optional.empty()));

        run("bans", "export", "--format", "csv");

        assertThat(screen.out()).contains("\\x1b[2J\\x9b1m\\u202etxt").doesNotContain("\u001b", "\u009b", "\u202e");
    }

    @Test
    void a_link_local_ssh_client_with_a_zone_id_is_recognised() {
        environment.put("SSH_CONNECTION", "fe80::5%eth0 51514 fe80::1%eth0 22");

        assertThat(run("bans", "add", "fe80::/64")).isEqualTo(1);
    }

    @Test
    void probes_are_followed_until_nobody_wants_more() throws Exception {
        try (AdminServer server =
                AdminServer.start(state.resolve("admin.sock"), samples.routes.all(), AdminLimits.DEFAULT)) {
            assertThat(server.path()).exists();
            looks = 3;
            assertThat(run("probes", "--follow", "--limit", "2")).isZero();
        }
        assertThat(screen.out()).isEqualTo(Screen.golden("probes-follow.txt"));
    }

    @Test
    void what_is_exported_is_imported_again() throws Exception {
        for (String format : List.of("json", "csv", "plain")) {
            Screen exported = new Screen();
            run(exported, "bans", "export", "--format", format);
            Path file = state.resolve("bans." + format);
            Files.writeString(file, exported.out());
            LedgerSamples empty = new LedgerSamples();
            program.database = Optional.of(empty.routes);

            assertThat(run("bans", "import", file.toString())).as(screen.err()).isZero();

            assertThat(empty.ledger.bans)
                    .as(format)
                    .hasSize(4)
                    .allMatch(row -> row.ban().cause() == Cause.IMPORT)
                    .anyMatch(row -> row.ban().until().equals(java.time.Instant.MAX));
            program.database = Optional.of(samples.routes);
        }
        assertThat(screen.out())
                .isEqualTo("4 bans imported, 1 left out: over, only observed, or given twice\n".repeat(2)
                        + "4 bans imported\n");
    }

    @Test
    void an_import_with_problems_names_each_and_imports_nothing() throws Exception {
        Path file = state.resolve("list.txt");
        Files.writeString(file, "# ours\n203.0.113.9\nnonsense\n10.0.0.1/8 # a comment\n");
        int before = samples.ledger.bans.size();

        assertThat(run("bans", "import", file.toString())).isEqualTo(2);

        assertThat(screen.err())
                .startsWith("portcullis: " + file + ":3: \"nonsense\": not an address or network")
                .contains(file + ":4: \"10.0.0.1/8\": bits beyond the prefix are set")
                .endsWith("portcullis: nothing was imported\n");
        assertThat(samples.ledger.bans).hasSize(before);
    }

    @Test
    void an_import_of_whoever_is_spared_needs_force() {
        input = "203.0.113.200\n192.168.1.5\n";
        int before = samples.ledger.bans.size();

        assertThat(run("bans", "import", "-")).isEqualTo(1);
        assertThat(samples.ledger.bans).hasSize(before);
        assertThat(run("bans", "import", "-", "--force", "--for", "30d")).isZero();
        assertThat(samples.ledger.bans).hasSize(before + 2);
    }

    private int run(String... arguments) {
        return run(screen, arguments);
    }

    private int run(Screen on, String... arguments) {
        var around = new Surroundings(
                environment::get,
                ancestors,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                () -> {
                    samples.arrive();
                    return looks-- > 0;
                },
                () -> false,
                false);
        return new Cli(program, on.console, around).run(arguments);
    }
}
