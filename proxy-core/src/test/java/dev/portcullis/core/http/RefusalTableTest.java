package dev.portcullis.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTableTest {

    private static final String BEFORE = "<!-- refusals -->\n";
    private static final String AFTER = "<!-- end of refusals -->\n";

    @Test
    void the_table_in_the_documentation_is_the_one_in_the_code() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "refusals.md"));
        String table = page.substring(page.indexOf(BEFORE) + BEFORE.length(), page.indexOf(AFTER));
        assertThat(table)
                .as("docs/refusals.md; put this between its marks:\n%s", expected())
                .isEqualTo(expected());
    }

    private static String expected() {
        StringBuilder table = new StringBuilder("| name | status | reason |\n|---|---|---|\n");
        for (Refusal refusal : Refusal.values()) {
            String status = refusal.status() == 0 ? "–" : Integer.toString(refusal.status());
            table.append("| `")
                    .append(refusal.code())
                    .append("` | ")
                    .append(status)
                    .append(" | ")
                    .append(refusal.reason())
                    .append(" |\n");
        }
        return table.toString();
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void every_refusal_can_be_written_into_an_answer(Refusal refusal) {
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(refusal.reason()))
                .isTrue();
        assertThat(refusal.code())
                .isEqualTo(refusal.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        if (refusal.status() != 0) {
            assertThat(LocalAnswer.refusal(refusal, "x", true).reason()).isNotEmpty();
        }
    }
}
