package dev.portcullis.rules.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.signal.ProbeCatalog;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Reading, whatever the engine makes of it.
class ReplayerTest {

    private static final BanPolicy POLICY = Policies.standard();

    private final Replayer replayer = new Replayer(POLICY, _ -> Zone.INTERNET, ProbeCatalog.standard());

    @Test
    void each_file_has_its_own_format_and_all_their_lines_are_counted() {
        replayer.file("own.log");
        replayer.line("{\"ts\":\"2026-11-23T14:00:00Z\",\"client\":\"203.0.113.1\",\"status\":200}");
        replayer.line("{\"ts\":\"2026-11-23T14:00:01Z\",\"lost\":5}");
        replayer.line("");
        replayer.file("nginx.log");
        replayer.line("203.0.113.2 - - [23/Nov/2026:13:00:00 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"");
        replayer.file("caddy.log");
        replayer.line("{\"ts\":1795442709,\"status\":200,\"request\":{\"remote_ip\":\"203.0.113.1\"}}");
        replayer.line("{\"ts\":1795442709,\"level\":\"error\",\"msg\":\"something else\"}");

        ReplayReport report = replayer.report();

        assertThat(report.lines()).isEqualTo(6);
        assertThat(report.skipped()).isZero();
        assertThat(report.first()).contains(Instant.parse("2026-11-23T13:00:00Z"));
        assertThat(report.last()).contains(Instant.parse("2026-11-23T14:05:09Z"));
        assertThat(report.clients()).isEqualTo(2);
    }

    @Test
    void broken_lines_are_counted_and_named_and_nothing_stops() {
        replayer.file("a.log");
        replayer.line("# a comment");
        replayer.line("203.0.113.2 - - [23/Nov/2026:13:00:00 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"");
        for (int i = 0; i < 100; i++) {
            replayer.line("203.0.113.2 - - [23/Nov/2026:13:00:00 +0000] \"GET / HT");
        }
        replayer.line("203.0.113.3 - - [23/Nov/2026:13:00:00 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"");

        ReplayReport report = replayer.report();

        assertThat(report.skipped()).isEqualTo(101);
        assertThat(report.clients()).isEqualTo(2);
        assertThat(report.problems())
                .hasSize(20)
                .startsWith(
                        "a.log:1: unknown format (expected: Portcullis' own, nginx combined or Caddy JSON)",
                        "a.log:3: a quoted field has no end (expected: a whole line)");
    }

    @Test
    void nothing_read_is_a_report_too() {
        assertThat(replayer.report().first()).isEmpty();
        assertThat(replayer.report().bans()).isEmpty();
    }
}
