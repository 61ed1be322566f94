package dev.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderTest {

    private static final Paint PLAIN = new Paint(false);
    private static final Paint COLOURED = new Paint(true);
    private static final ExplainQuestion QUESTION =
            new ExplainQuestion("POST", "https://home.example.org/api/webhook/doorbell-8c1f04", "203.0.113.9");

    @Test
    void status_reads_like_this() {
        assertThat(StatusText.of(Samples.STATUS, PLAIN)).isEqualTo(Screen.golden("status.txt"));
    }

    @Test
    void explain_reads_like_this() {
        assertThat(ExplainText.of(QUESTION, Samples.FORWARDED, PLAIN)).isEqualTo(Screen.golden("explain-forward.txt"));
        assertThat(ExplainText.of(QUESTION, Samples.DROPPED, PLAIN)).isEqualTo(Screen.golden("explain-drop.txt"));
        assertThat(ExplainText.of(QUESTION, Samples.MALFORMED, PLAIN)).isEqualTo(Screen.golden("explain-400.txt"));
    }

    @Test
    void no_line_is_wider_than_a_hundred_columns() {
        assertThat(StatusText.of(Samples.STATUS, PLAIN).lines()).allMatch(line -> line.length() <= 100);
        var longest = new ExplainQuestion("GET", "/" + "x".repeat(250), "203.0.113.9");
        assertThat(ExplainText.of(longest, Samples.FORWARDED, PLAIN).lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void colours_add_to_the_text_and_change_nothing_else() {
        String coloured = StatusText.of(Samples.STATUS, COLOURED);

        assertThat(coloured).contains("\033[32mup\033[0m", "\033[1;31mDOWN\033[0m", "\033[1;31mEXPIRED\033[0m");
        assertThat(coloured.replaceAll("\033\\[[0-9;]*m", "")).isEqualTo(StatusText.of(Samples.STATUS, PLAIN));
    }

    @Test
    void the_network_cannot_send_escape_sequences() {
        String status = StatusText.of(Samples.STATUS, PLAIN);
        String explain = ExplainText.of(QUESTION, Samples.MALFORMED, PLAIN);

        assertThat(status + explain).doesNotContain("\033", "\u0007", "\u202e").contains("\\x1b]0;owned\\x07");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "59, 59 s",
        "60, 1 min 0 s",
        "3599, 59 min 59 s",
        "3600, 1 h 0 min",
        "86399, 23 h 59 min",
        "86400, 1 d 0 h",
        "-1, 0 s"
    })
    void uptime_has_its_two_largest_units(long seconds, String text) {
        assertThat(StatusText.span(seconds)).isEqualTo(text);
    }
}
