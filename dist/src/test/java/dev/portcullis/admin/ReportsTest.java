package dev.portcullis.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.admin.ExplainReport.Check;
import dev.portcullis.admin.StatusReport.Certificate;
import dev.portcullis.admin.StatusReport.Upstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportsTest {

    private static final StatusReport STATUS = new StatusReport(
            "0.1.0",
            4711,
            "2026-11-23T12:00:00Z",
            93_784,
            "/etc/portcullis/portcullis.yaml",
            "/var/lib/portcullis",
            "epoll",
            "BoringSSL",
            List.of(":443"),
            List.of(":80"),
            12,
            3,
            48_211,
            77,
            List.of(new Upstream(
                    "home.example.org", "http://192.168.1.20:8123", Optional.of(true), "2026-11-23T12:00:04Z", "")),
            List.of(Certificate.of(ReportSamples.CERTIFICATE, ReportSamples.CERTS.time())),
            ReportSamples.PROTECTION,
            List.of());

    private static final ExplainReport EXPLAIN = new ExplainReport(
            "home.example.org",
            "/api/webhook/doorbell-8c1f04",
            "internet",
            "forward",
            "webhooks doorbell-8c1f04",
            "the first rule that matches exposes it to internet",
            List.of(new Check("webhooks doorbell-8c1f04", "matched")));

    @Test
    void what_is_written_is_read_back() {
        assertThat(StatusReport.parse(STATUS.toJson())).contains(STATUS);
        assertThat(ExplainReport.parse(EXPLAIN.toJson())).contains(EXPLAIN);
        ExplainReport known = EXPLAIN.with(ReportSamples.STANDING);
        assertThat(ExplainReport.parse(known.toJson())).contains(known);
        assertThat(BansReport.parse(ReportSamples.BANS.toJson())).contains(ReportSamples.BANS);
        assertThat(BanReport.parse(ReportSamples.SHOWN.toJson())).contains(ReportSamples.SHOWN);
        assertThat(WhyReport.parse(ReportSamples.WHY.toJson())).contains(ReportSamples.WHY);
        assertThat(ProbesReport.parse(ReportSamples.PROBES.toJson())).contains(ReportSamples.PROBES);
        assertThat(TopReport.parse(ReportSamples.TOP.toJson())).contains(ReportSamples.TOP);
        assertThat(LoginsReport.parse(ReportSamples.LOGINS.toJson())).contains(ReportSamples.LOGINS);
        assertThat(CertsReport.parse(ReportSamples.CERTS.toJson())).contains(ReportSamples.CERTS);
        assertThat(CertTestReport.parse(ReportSamples.CERT_TEST.toJson())).contains(ReportSamples.CERT_TEST);
        assertThat(CertTestReport.parse(CertTestReport.NONE.toJson())).contains(CertTestReport.NONE);
    }

    @Test
    void an_upstream_that_was_never_tried_is_neither_up_nor_down() {
        var untried = new Upstream("a", "http://a:1", Optional.empty(), "", "");
        String json = status(untried).toJson();

        assertThat(json).contains("\"up\":null");
        assertThat(StatusReport.parse(json).orElseThrow().upstreams()).containsExactly(untried);
    }

    @Test
    void a_newer_servers_members_are_ignored_and_missing_ones_are_empty() {
        StatusReport report = StatusReport.parse("{\"version\":\"9\",\"pid\":\"x\",\"new\":{\"a\":[1,2.5,null]}}")
                .orElseThrow();

        assertThat(report.version()).isEqualTo("9");
        assertThat(report.pid()).isZero();
        assertThat(report.https()).isEmpty();
    }

    @Test
    void what_is_no_object_is_not_read() {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        for (String text : List.of("", "[]", "1", "{", "{\"a\":}", "{} {}", "{}x", deep)) {
            assertThat(StatusReport.parse(text)).as(text).isEmpty();
            assertThat(CertsReport.parse(text)).as(text).isEmpty();
            assertThat(CertTestReport.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void text_from_the_network_leaves_as_printable_ascii() {
        String json = status(new Upstream("a", "b", Optional.of(false), "c", "\u001b[2J\u009b\u007f\u202e\ud800é"))
                .toJson();

        assertThat(json.chars()).allMatch(c -> c >= ' ' && c <= '~');
    }

    @Test
    void the_documentation_shows_these_answers() throws Exception {
        String page = Files.readString(Path.of("../docs/admin-api.md"));
        String withoutLayout =
                page.replaceAll("\\n *", "").replace("\": ", "\":").replace(", \"", ",\"");

        assertThat(withoutLayout)
                .contains(STATUS.toJson())
                .contains(EXPLAIN.toJson())
                .contains(ReportSamples.BANS.toJson())
                .contains(ReportSamples.SHOWN.toJson())
                .contains(ReportSamples.WHY.toJson())
                .contains(ReportSamples.PROBES.toJson())
                .contains(ReportSamples.TOP.toJson())
                .contains(ReportSamples.LOGINS.toJson())
                .contains(ReportSamples.CERTS.toJson())
                .contains(ReportSamples.CERT_TEST.toJson());
    }

    private static StatusReport status(Upstream upstream) {
        return new StatusReport(
                "",
                0,
                "",
                0,
                "",
                "",
                "",
                "",
                List.of(),
                List.of(),
                0,
                0,
                0,
                0,
                List.of(upstream),
                List.of(),
                ProtectionReport.NONE,
                List.of());
    }
}
