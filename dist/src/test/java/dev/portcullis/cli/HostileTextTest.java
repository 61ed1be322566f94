package dev.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileTextTest {

    private static final List<String> COMMANDS = List.of(
            "bans",
            "bans --all",
            "bans show 2001:db8:1111:2222::1",
            "why 2001:db8:1111:2222::1",
            "probes",
            "probes --follow",
            "probes --top",
            "probes --top source",
            "logins");

    private static final List<String> TEXTS = List.of(
            "",
            "\u001b[2J\u001b]0;owned\u0007",
            "\u009b31m\u0085\u007f\u0000\r\n\t",
            "\u202eevil\u2066\u200b\ufeff",
            "日本語".repeat(60),
            "😀".repeat(100),
            "a\u0301\u0301\u0301".repeat(40),
            "\ud800\udc00\ud800".repeat(30),
            "A".repeat(100_000),
            "\u001b".repeat(100_000),
            "a b ".repeat(100));

    @Test
    void nothing_is_wider_than_a_hundred_columns_and_nothing_commands_the_terminal() {
        for (String text : TEXTS) {
            for (String command : COMMANDS) {
                String shown = run(LedgerSamples.hostile(text), command);

                assertThat(shown).as(command).isNotEmpty();
                assertThat(shown.lines()).as(command).allMatch(line -> Width.of(line) <= 100);
                assertThat(shown.codePoints()
                                .filter(c -> c != '\n')
                                .noneMatch(c -> Character.isISOControl(c)
                                        || Character.getType(c) == Character.FORMAT
                                        || Character.getType(c) == Character.SURROGATE))
                        .as(command)
                        .isTrue();
            }
        }
    }

    @Test
    void exports_keep_their_form_whatever_the_notes_say() {
        for (String text : TEXTS) {
            LedgerSamples samples = LedgerSamples.hostile(text);
            for (String format : List.of("plain", "nft", "ha", "json")) {
                assertThat(run(samples, "bans export --format " + format).chars())
                        .as(format)
                        .allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c <= '~'));
            }
            String csv = run(samples, "bans export --format csv");
            assertThat(Csv.read(csv).orElseThrow())
                    .hasSize(2)
                    .allMatch(row -> row.cells().size() == 10);
        }
    }

    @ParameterizedTest
    @CsvSource({"=1+1", "+1", "-1", "@SUM(A1)"})
    void a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(String formula) {
        assertThat(Csv.line(List.of("x", formula))).isEqualTo("x,'" + formula + "\r\n");
        assertThat(Csv.read(Csv.line(List.of("x", formula)))
                        .orElseThrow()
                        .getFirst()
                        .cells())
                .containsExactly("x", formula);
    }

    @Test
    void csv_is_read_back_as_it_was_written() {
        List<String> cells = List.of("", "a,b", "\"", "a\r\nb", "\t1", "\r", "'", "'a", "日本");

        assertThat(Csv.line(cells)).startsWith(",\"a,b\",\"\"\"\"").contains("'\t1", "\"'\r\"");
        assertThat(Csv.read(Csv.line(cells)).orElseThrow().getFirst().cells()).isEqualTo(cells);
    }

    @ParameterizedTest
    @CsvSource({
        "0, just now",
        "1, just now",
        "2, 2 s ago",
        "119, 119 s ago",
        "120, 2 min ago",
        "7199, 119 min ago",
        "7200, 2 h ago",
        "172799, 47 h ago",
        "172800, 2 d ago",
        "5270400, 2026-09-23"
    })
    void times_are_told_in_a_unit_that_says_enough(long seconds, String text) {
        assertThat(Ago.past(LedgerSamples.NOW.minusSeconds(seconds), LedgerSamples.NOW))
                .isEqualTo(text);
    }

    @Test
    void a_time_to_come_is_told_too() {
        Instant now = LedgerSamples.NOW;

        assertThat(Ago.future(Optional.of(now.plusSeconds(3510)), now)).isEqualTo("in 58 min");
        assertThat(Ago.future(Optional.empty(), now)).isEqualTo("for ever");
        assertThat(Ago.past(now.plusSeconds(5), now)).as("clocks differ").isEqualTo("just now");
    }

    private static String run(LedgerSamples samples, String command) {
        FakeProgram program = new FakeProgram();
        program.sockets.add(Path.of("no-such-folder/admin.sock"));
        program.database = Optional.of(samples.routes);
        Screen screen = new Screen();
        var around = new Surroundings(
                _ -> null,
                new Ancestors(Path.of("/"), List.of()),
                new ByteArrayInputStream(new byte[0]),
                () -> false,
                () -> false,
                false);
        assertThat(new Cli(program, screen.console, around).run(command.split(" ")))
                .as(screen.err())
                .isZero();
        return screen.out();
    }
}
