package dev.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.admin.AdminRequest;
import dev.portcullis.admin.BansReport;
import dev.portcullis.admin.WhyReport;
import dev.portcullis.cli.BanExport.Exported;
import dev.portcullis.cli.Table.Column;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {

    private static final Paint PLAIN = new Paint(false);

    @ParameterizedTest
    @CsvSource({"abc, 3", "Zoë, 3", "日本語, 6", "😀, 2", "한국, 4", "ｱ, 2", "…, 1"})
    void a_text_takes_as_many_columns_as_a_terminal_may_give_it(String text, int columns) {
        assertThat(Width.of(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdef, 5, abcd…", "日本語, 5, 日本…", "日本語, 4, 日…", "日本, 1, …"})
    void a_long_text_is_cut_between_characters(String text, int columns, String cut) {
        assertThat(Width.cut(text, columns)).isEqualTo(cut);
    }

    @Test
    void columns_are_aligned_and_empty_ones_left_out() {
        Table table =
                new Table(2, Column.left("NAME"), Column.left("NOTHING"), Column.right("COUNT"), Column.left("X"));
        table.row("a", "", 1, "x");
        table.row("日本", "", 1000, "");

        assertThat(table.in(PLAIN)).isEqualTo("  NAME  COUNT  X\n  a         1  x\n  日本   1000\n");
    }

    @Test
    void the_widest_of_those_that_may_be_cut_gives_way() {
        Table table = new Table(0, Column.left("A"), Column.cut("B", 5), Column.cut("C", 5));
        table.row("a".repeat(30), "b".repeat(80), "c".repeat(40));

        assertThat(table.in(PLAIN).lines().toList().getLast())
                .isEqualTo("a".repeat(30) + "  " + "b".repeat(32) + "…  " + "c".repeat(32) + "…")
                .hasSize(100);
    }

    @Test
    void colours_add_to_a_table_and_change_nothing_else() {
        BansReport report = bans(LedgerSamples.full());
        String coloured = BanText.list(report, false, new Paint(true));

        assertThat(coloured).contains("\033[1;31min 58 min\033[0m", "\033[33mobserved only\033[0m");
        assertThat(coloured.replaceAll("\033\\[[0-9;]*m", "")).isEqualTo(BanText.list(report, false, PLAIN));
    }

    @Test
    void a_set_of_nftables_holds_no_network_within_another() {
        LedgerSamples samples = LedgerSamples.full();
        samples.routes.answer(
                "POST", "/v1/bans/add", new AdminRequest(Map.of("network", "198.51.100.7", "for", "forever"), ""));
        samples.routes.answer("POST", "/v1/bans/add", new AdminRequest(Map.of("network", "2001:db8::/32"), ""));

        Exported exported = BanExport.of("nft", bans(samples), "");

        assertThat(exported.text())
                .contains("198.51.100.0/24 timeout", "2001:db8::/32 timeout 3600s")
                .doesNotContain("198.51.100.7", "2001:db8:1:2::/64");
        assertThat(exported.leftOut())
                .as("two within others, one only observed")
                .isEqualTo(3);
    }

    @Test
    void explain_tells_how_the_client_stands() {
        LedgerSamples samples = LedgerSamples.full();
        var why = samples.routes.answer("GET", "/v1/why", new AdminRequest(Map.of("ip", "203.0.113.9"), ""));
        var standing = WhyReport.parse(why.json()).orElseThrow().standing();
        var question = new ExplainQuestion("GET", "/", "203.0.113.9");

        assertThat(ExplainText.of(question, Samples.FORWARDED.with(standing), PLAIN))
                .contains("BANNED    its connections are closed before any rule is asked; without the ban: forward\n")
                .contains("The client now\n"
                        + "  BANNED       until 2026-11-23 15:01:30 UTC, failed logins: 5 failed logins in 10 min"
                        + " (203.0.113.9)\n"
                        + "  Counts now   failed logins 5, probes 0.25\n");
    }

    private static BansReport bans(LedgerSamples samples) {
        String json = samples.routes
                .answer("GET", "/v1/bans", new AdminRequest(Map.of(), ""))
                .json();
        return BansReport.parse(json).orElseThrow();
    }
}
