package dev.portcullis.metrics;

import dev.portcullis.core.Latency;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// One scrape: samples gathered in any order, written by metric. Used by one thread.
public final class MetricsPage {

    private final Exposition exposition;
    private final Map<Metric, StringBuilder> samples = new EnumMap<>(Metric.class);

    private MetricsPage(Exposition exposition) {
        this.exposition = exposition;
    }

    /// A page in the form that a scraper asks for.
    ///
    /// @param accept its Accept field; empty if there is none
    public static MetricsPage asked(String accept) {
        return new MetricsPage(Exposition.of(accept));
    }

    public String contentType() {
        return exposition.contentType();
    }

    /// Adds a sample.
    ///
    /// @param labels one value for each of the metric's labels
    public void add(Metric metric, long value, String... labels) {
        write(metric, metric.metric(), pairs(metric, labels), Long.toString(value));
    }

    /// Adds a sample that is no whole number.
    ///
    /// @param labels one value for each of the metric's labels
    public void add(Metric metric, double value, String... labels) {
        write(metric, metric.metric(), pairs(metric, labels), number(value));
    }

    /// Adds a histogram.
    ///
    /// @param labels one value for each of the metric's labels
    public void add(Metric metric, Latency latency, String... labels) {
        String pairs = pairs(metric, labels);
        String before = pairs.isEmpty() ? "" : pairs + ",";
        long below = 0;
        for (int i = 0; i < latency.counts().size(); i++) {
            below += latency.counts().get(i);
            String bound = i < Latency.BOUNDS.size() ? Double.toString(Latency.BOUNDS.get(i)) : "+Inf";
            write(metric, metric.metric() + "_bucket", before + "le=\"" + bound + "\"", Long.toString(below));
        }
        write(metric, metric.metric() + "_sum", pairs, number(latency.seconds()));
        write(metric, metric.metric() + "_count", pairs, Long.toString(below));
    }

    private void write(Metric metric, String name, String pairs, String value) {
        StringBuilder lines = samples.computeIfAbsent(metric, _ -> new StringBuilder());
        lines.append(name);
        if (!pairs.isEmpty()) {
            lines.append('{').append(pairs).append('}');
        }
        lines.append(' ').append(value).append('\n');
    }

    private static String pairs(Metric metric, String... values) {
        if (values.length != metric.labels().size()) {
            throw new IllegalArgumentException(
                    metric.metric() + ": " + values.length + " labels (expected: " + metric.labels() + ")");
        }
        StringBuilder pairs = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            pairs.append(i == 0 ? "" : ",").append(metric.labels().get(i)).append("=\"");
            pairs.append(escaped(values[i])).append('"');
        }
        return pairs.toString();
    }

    /// Backslash, quote and line feed are escaped; nothing else needs to be.
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /// The whole page; its last line has no line end.
    public String text() {
        StringBuilder page = new StringBuilder();
        samples.forEach((metric, lines) -> {
            String name = exposition == Exposition.OPEN_METRICS ? metric.family() : metric.metric();
            String type = metric.type().name().toLowerCase(Locale.ROOT);
            page.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(metric.help())
                    .append('\n');
            page.append("# TYPE ").append(name).append(' ').append(type).append('\n');
            page.append(lines);
        });
        if (exposition == Exposition.OPEN_METRICS) {
            page.append("# EOF\n");
        }
        return page.substring(0, Math.max(0, page.length() - 1));
    }
}
