package dev.portcullis.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What is written about metrics is what the program shows.
class MetricsDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");
    private static final Path DASHBOARD = Path.of("src", "main", "packaging", "grafana", "portcullis.json");
    private static final Pattern NAME = Pattern.compile("\\b(?:portcullis|process)_[a-z_]+\\b");

    private static final Set<String> SAMPLES = Arrays.stream(Metric.values())
            .flatMap(metric -> metric.type() == Metric.Type.HISTOGRAM
                    ? List.of(metric.metric() + "_bucket", metric.metric() + "_sum", metric.metric() + "_count")
                            .stream()
                    : List.of(metric.metric()).stream())
            .collect(Collectors.toSet());

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `%s` | %s | %s| %s |"
                .formatted(
                        metric.metric(),
                        metric.type().name().toLowerCase(Locale.ROOT),
                        labels.isEmpty() ? "" : labels + " ",
                        metric.help());
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text).results().map(found -> found.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_table_is_the_list_of_metrics() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.equals("| metric | type | labels | meaning |"))
                .skip(2)
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(Metric.values())
                        .map(MetricsDocumentTest::row)
                        .toList());
    }

    @Test
    void alerts_and_queries_of_the_page_ask_for_what_there_is() throws IOException {
        String page = Files.readString(DOCUMENT);
        String before = page.substring(0, page.indexOf("## Every metric"));

        assertThat(names(before)).hasSizeGreaterThan(8);
        assertThat(SAMPLES).containsAll(names(before));
    }

    @Test
    void the_dashboard_asks_for_what_there_is() throws IOException {
        Set<String> asked = new TreeSet<>();
        try (JsonParser json =
                JsonFactory.builder().build().createParser(ObjectReadContext.empty(), Files.readString(DASHBOARD))) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING && "expr".equals(json.currentName())) {
                    asked.addAll(names(json.getString()));
                }
            }
        }

        assertThat(asked).hasSizeGreaterThan(25);
        assertThat(SAMPLES).containsAll(asked);
    }
}
