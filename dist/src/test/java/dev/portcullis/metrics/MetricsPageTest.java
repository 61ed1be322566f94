package dev.portcullis.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.core.Latency;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsPageTest {

    private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.3";

    private static MetricsPage page(String accept) {
        MetricsPage page = MetricsPage.asked(accept);
        long[] counts = new long[Latency.BOUNDS.size() + 1];
        counts[0] = 2;
        counts[3] = 1;
        counts[counts.length - 1] = 4;
        page.add(Metric.REQUEST_DURATION, Latency.of(counts, 300.25), "home.test");
        page.add(Metric.BANS_LIFTED, 3);
        page.add(Metric.PROBES, 1, "a \"b\" \\ c\nd");
        page.add(Metric.PROCESS_CPU, 0.000015);
        page.add(Metric.BANS_ACTIVE, 2);
        return page;
    }

    @Test
    void prometheus_reads_the_page() {
        Scrape scrape = Scrape.prometheus(page("").text() + "\n");

        assertThat(scrape.types())
                .containsEntry("portcullis_bans_lifted_total", "counter")
                .containsEntry("portcullis_bans_active", "gauge")
                .containsEntry("portcullis_request_duration_seconds", "histogram");
        assertThat(scrape.value("portcullis_bans_lifted_total")).contains(3.0);
        assertThat(scrape.value("process_cpu_seconds_total")).contains(0.000015);
        assertThat(scrape.value("portcullis_probes_total", "family", "a \\\"b\\\" \\\\ c\\nd"))
                .contains(1.0);
    }

    @Test
    void buckets_are_cumulative_and_end_with_all_of_them() {
        Scrape scrape = Scrape.prometheus(page("").text() + "\n");
        String bucket = "portcullis_request_duration_seconds_bucket";

        assertThat(scrape.value(bucket, "le", "0.001", "site", "home.test")).contains(2.0);
        assertThat(scrape.value(bucket, "le", "0.01")).contains(3.0);
        assertThat(scrape.value(bucket, "le", "60.0")).contains(3.0);
        assertThat(scrape.value(bucket, "le", "+Inf")).contains(7.0);
        assertThat(scrape.value("portcullis_request_duration_seconds_count")).contains(7.0);
        assertThat(scrape.value("portcullis_request_duration_seconds_sum")).contains(300.25);
    }

    @Test
    void whoever_asks_for_openmetrics_gets_it() {
        MetricsPage page = page(OPEN_METRICS);

        Scrape scrape = Scrape.openMetrics(page.text() + "\n");

        assertThat(page.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(scrape.types()).containsEntry("portcullis_bans_lifted", "counter");
        assertThat(scrape.value("portcullis_bans_lifted_total")).contains(3.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "text/plain",
                "application/openmetrics-text;q=0",
                "application/openmetrics-text; q=0.00, */*",
                ",;,="
            })
    void everybody_else_gets_the_text_format(String accept) {
        assertThat(MetricsPage.asked(accept).contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void an_empty_page_is_one_too() {
        assertThat(MetricsPage.asked("").text()).isEmpty();
        assertThat(MetricsPage.asked(OPEN_METRICS).text()).isEqualTo("# EOF");
    }

    @Test
    void a_sample_has_just_the_labels_of_its_metric() {
        MetricsPage page = MetricsPage.asked("");

        assertThatThrownBy(() -> page.add(Metric.BANS_ACTIVE, 1, "more"))
                .hasMessageContaining("portcullis_bans_active");
    }

    @Test
    void names_say_their_unit_and_what_only_grows() {
        Set<String> names = new HashSet<>();
        for (Metric metric : Metric.values()) {
            String name = metric.metric();
            assertThat(names.add(name)).as(name).isTrue();
            assertThat(name).matches("(portcullis|process)_[a-z_]+");
            assertThat(name.endsWith("_total")).as(name).isEqualTo(metric.type() == Metric.Type.COUNTER);
            assertThat(metric.type() == Metric.Type.HISTOGRAM)
                    .as(name)
                    .isEqualTo(metric.labels().equals(List.of("site")) && name.endsWith("_seconds"));
            assertThat(name).doesNotContain("_milli", "_kb", "_mb", "_percent");
            assertThat(metric.help()).as(name).endsWith(".").doesNotContain("\n", "\\");
            assertThat(metric.labels()).doesNotContain("le", "quantile", "job", "instance");
        }
    }

    @Test
    void of_a_machine_without_proc_the_rest_is_told() {
        MetricsPage page = MetricsPage.asked("");

        new ProcessMetrics(Path.of("/nonexistent")).write(page);

        Scrape scrape = Scrape.prometheus(page.text() + "\n");
        assertThat(scrape.value("portcullis_heap_bytes").orElseThrow()).isPositive();
        assertThat(scrape.value("process_open_fds")).isEmpty();
        assertThat(scrape.value("process_resident_memory_bytes")).isEmpty();
    }
}
