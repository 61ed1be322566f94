package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.cli.Cli;
import dev.portcullis.cli.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Commands on the database alone, while no server runs.
class CommandsWithoutServerTest {

    private static final String GUESSER = "203.0.113.9";

    @TempDir
    private Path folder;

    private record Said(int exit, String out, String err) {}

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(folder.resolve("portcullis.yaml"), """
                sites:
                  - hosts: [home.test]
                    upstream: http://127.0.0.1:8123
                    expose: [{preset: ui, from: [lan]}]
                certificates: {self_signed: true}
                state: state
                """);
    }

    @Test
    void a_ban_is_added_shown_and_lifted_on_the_database() {
        assertThat(say("bans", "add", GUESSER, "--for", "2h", "--reason", "too curious"))
                .satisfies(said -> {
                    assertThat(said.exit()).as(said.err()).isZero();
                    assertThat(said.out())
                            .startsWith(GUESSER + ": banned until ")
                            .hasLineCount(1);
                    assertThat(said.err()).contains("no server runs; this was written to its database");
                });
        assertThat(say("bans").out()).contains(GUESSER, "too curious", "1 ban active");
        assertThat(say("bans", "show", GUESSER).out()).contains("BANNED", "too curious");
        assertThat(say("why", GUESSER).out()).contains("BANNED", "owner: too curious");
        assertThat(say("bans", "remove", GUESSER, "--reason", "a friend").out())
                .isEqualTo(GUESSER + ": no longer banned\n");
        assertThat(say("bans").out()).isEqualTo("nobody is banned\n");
        assertThat(say("bans", "--all").out()).contains(GUESSER, "lifted");
    }

    @Test
    void what_is_spared_takes_force() {
        Said refused = say("bans", "add", "192.168.1.4");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("192.168.1.4/32: zone lan is in protection.never_ban", "--force");
        assertThat(say("bans").out()).isEqualTo("nobody is banned\n");
        assertThat(say("bans", "add", "192.168.1.4", "--force").exit()).isZero();
        assertThat(say("bans").out()).contains("192.168.1.4");
    }

    @Test
    void another_state_is_another_ledger() {
        assertThat(say("bans", "add", GUESSER).exit()).isZero();

        Path elsewhere = folder.resolve("elsewhere");
        assertThat(say("bans", "add", "203.0.113.10", "--state", elsewhere.toString())
                        .exit())
                .isZero();
        assertThat(say("bans", "--state", elsewhere.toString()).out())
                .contains("203.0.113.10")
                .doesNotContain(GUESSER + " ");
        assertThat(say("bans").out()).contains(GUESSER).doesNotContain("203.0.113.10");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bans add nonsense                | 2 | "nonsense": not an address or network (expected:
            bans add 203.0.113.9/99          | 2 | "203.0.113.9/99"
            bans add 203.0.113.9 --for soon  | 2 | "soon" (expected: a duration
            bans add                         | 2 | network: missing (expected:
            bans remove 203.0.113.9          | 1 | not banned
            bans remove                      | 2 | nothing named
            bans show 203.0.113.9            | 1 | never banned
            bans --since yesterday           | 2 | "yesterday" (expected: such as 24h
            bans export --format xml         | 2 | "xml" (expected: one of json, csv, plain, nft, ha)
            bans import missing.json         | 2 | missing.json: no such file
            why nobody                       | 2 | "nobody": not an address
            why                              | 2 | ip: missing (expected:
            replay missing.log               | 2 | missing.log: no such file (expected: a readable log)
            replay - --diff                  | 2 | there is only one policy
            """)
    void a_bad_question_is_answered_with_what_was_expected(String line, int exit, String part) {
        assertThat(say("bans", "add", "198.51.100.1").exit()).isZero();

        Said said = say(line.split(" "));

        assertThat(said.exit()).as(said.err()).isEqualTo(exit);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).contains(part);
    }

    @Test
    void a_replay_spares_whom_the_server_would_spare() throws IOException {
        Path log = folder.resolve("access.log");
        StringBuilder lines = new StringBuilder();
        for (String client : List.of("203.0.113.50", "203.0.113.51")) {
            for (String path : List.of("/.git/config", "/wp-login.php", "/shell.php")) {
                lines.append(client)
                        .append(" - - [23/Nov/2026:12:00:00 +0000] \"GET ")
                        .append(path)
                        .append(" HTTP/1.1\" 404 10 \"-\" \"Mozilla/5.0\"\n");
            }
        }
        Files.writeString(log, lines);
        Path yaml = folder.resolve("portcullis.yaml");
        Files.writeString(yaml, "listen: {forwarded_from: [203.0.113.50]}\n" + Files.readString(yaml));

        Said said = say("replay", log.toString());

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("Would have been banned (1)", "203.0.113.51");
    }

    private Said say(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--config", folder.resolve("portcullis.yaml").toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new Cli(new Portcullis(_ -> null), new Console(new PrintWriter(out), new PrintWriter(err), false))
                .run(line.toArray(String[]::new));
        return new Said(exit, out.toString(), err.toString());
    }
}
