package dev.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.admin.AdminJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTextTest {

    private static final Paint PLAIN = new Paint(false);

    private final FakeProgram program = new FakeProgram();
    private final Screen screen = new Screen();

    @Test
    void a_replay_reads_like_this() {
        assertThat(ReplayText.of(ReplaySamples.ONE, PLAIN)).isEqualTo(Screen.golden("replay.txt"));
        assertThat(ReplayText.of(ReplaySamples.TWO, PLAIN)).isEqualTo(Screen.golden("replay-diff.txt"));
        assertThat(ReplayText.of(ReplaySamples.NOTHING, PLAIN))
                .isEqualTo("Read 0 lines in 1 log: 0 clients.\n\nWould have been banned (0)\n");
    }

    @Test
    void nothing_is_wider_than_a_hundred_columns_nor_reaches_the_terminal_raw() {
        for (ReplayAnswer answer : List.of(ReplaySamples.ONE, ReplaySamples.TWO)) {
            String text = ReplayText.of(answer, PLAIN);
            assertThat(text.lines()).allMatch(line -> line.length() <= 100);
            assertThat(text + ReplayJson.of(answer)).doesNotContain("\u001b", "\u0007", "\u202e");
        }
    }

    @Test
    void json_holds_all_of_it() {
        AdminJson.Fields one = AdminJson.parse(ReplayJson.of(ReplaySamples.ONE)).orElseThrow();
        AdminJson.Fields two = AdminJson.parse(ReplayJson.of(ReplaySamples.TWO)).orElseThrow();

        assertThat(one.number("lines")).isEqualTo(120_345);
        assertThat(one.number("skipped")).isEqualTo(7);
        assertThat(one.texts("problems")).hasSize(2);
        assertThat(one.text("first")).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(one.objects("bans")).hasSize(3);
        assertThat(one.objects("bans").getFirst().text("until")).isEqualTo("2026-11-23T12:57:00Z");
        assertThat(one.objects("bans").getFirst().truth("logged_in")).contains(true);
        assertThat(one.objects("bans").getFirst().objects("evidence").getLast().text("path"))
                .isEqualTo("/login.php");
        assertThat(one.objects("spared").getFirst().text("why")).isEqualTo("zone lan");
        assertThat(two.objects("only_current")).isEmpty();
        assertThat(two.objects("only_policy").getFirst().text("network")).isEqualTo("2001:db8:aaaa:bbbb::/64");
        assertThat(two.objects("changed")).hasSize(1);
        assertThat(two.number("same")).isEqualTo(1);
    }

    @Test
    void the_command_passes_on_what_was_typed() {
        assertThat(run("replay", "a.log", "-", "b.log")).isZero();
        assertThat(run("replay", "a.log", "--policy", "new.yaml", "--diff", "--json"))
                .isZero();

        assertThat(program.asked)
                .containsExactly(
                        "replay ReplayQuestion[logs=[a.log, -, b.log], policy=Optional.empty, diff=false]",
                        "replay ReplayQuestion[logs=[a.log], policy=Optional[new.yaml], diff=true]");
        assertThat(screen.out())
                .isEqualTo(Screen.golden("replay.txt") + ReplayJson.of(ReplaySamples.TWO) + System.lineSeparator());
    }

    @Test
    void a_log_that_nobody_can_read_is_a_failure() {
        program.replayed = ReplaySamples.UNREADABLE;

        assertThat(run("replay", "x")).isEqualTo(1);
        assertThat(screen.err())
                .isEqualTo(
                        "portcullis: not one line could be read (expected: Portcullis' own access log, nginx combined"
                                + " or Caddy JSON)\n");
    }

    @Test
    void a_comparison_needs_two_policies_and_a_replay_needs_a_log() {
        assertThat(run("replay", "a.log", "--diff")).isEqualTo(2);
        assertThat(run("replay")).isEqualTo(2);
        assertThat(screen.err())
                .startsWith("portcullis: --diff: there is only one policy (expected: a second one). Name it with"
                        + " --policy FILE.\nportcullis: Missing required parameter: 'LOG'");
        assertThat(program.asked).isEmpty();
    }

    private int run(String... arguments) {
        return new Cli(program, screen.console).run(arguments);
    }
}
