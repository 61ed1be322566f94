package dev.portcullis.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page of metrics as Prometheus reads it, and no more lenient.
///
/// @param types by family, in the page's order
/// @param samples in the page's order
public record Scrape(Map<String, String> types, List<Sample> samples) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern SAMPLE = Pattern.compile("([^{ ]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"(,|$)");

    /// One line.
    public record Sample(String name, Map<String, String> labels, double value) {}

    /// Reads version 0.0.4.
    public static Scrape prometheus(String text) {
        if (!text.endsWith("\n") || text.contains("# EOF")) {
            throw new AssertionError("not the text format:\n" + text);
        }
        return read(text, "");
    }

    /// Reads OpenMetrics 1.0.0.
    public static Scrape openMetrics(String text) {
        if (!text.endsWith("\n# EOF\n")) {
            throw new AssertionError("it ends with (expected: # EOF): " + text.substring(text.length() - 20));
        }
        return read(text.substring(0, text.length() - "# EOF\n".length()), "_total");
    }

    /// @param counters what stands behind a counter's family in the names of its samples
    private static Scrape read(String text, String counters) {
        Map<String, String> types = new LinkedHashMap<>();
        Map<String, String> helps = new HashMap<>();
        List<Sample> samples = new ArrayList<>();
        String family = "";
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                family = words[2];
                if (helps.put(family, words[3]) != null) {
                    throw new AssertionError("a second time: " + line);
                }
            } else if (line.startsWith("# TYPE ")) {
                require(words[2].equals(family) && NAME.matcher(family).matches(), line);
                types.put(family, words[3]);
            } else {
                Sample sample = sample(line);
                require(belongs(sample.name, family, String.valueOf(types.get(family)), counters), line);
                require(
                        samples.stream()
                                .noneMatch(it -> it.name.equals(sample.name) && it.labels.equals(sample.labels)),
                        line);
                samples.add(sample);
            }
        }
        require(types.keySet().equals(helps.keySet()), types + " " + helps);
        return new Scrape(types, samples);
    }

    private static boolean belongs(String name, String family, String type, String counters) {
        return switch (type) {
            case "gauge" -> name.equals(family);
            case "counter" -> name.equals(family + counters);
            case "histogram" ->
                List.of(family + "_bucket", family + "_sum", family + "_count").contains(name);
            default -> false;
        };
    }

    private static Sample sample(String line) {
        Matcher parts = SAMPLE.matcher(line);
        require(parts.matches(), line);
        Map<String, String> labels = new LinkedHashMap<>();
        String rest = parts.group(2) == null ? "" : parts.group(2);
        while (!rest.isEmpty()) {
            Matcher label = LABEL.matcher(rest);
            require(label.lookingAt() && labels.put(label.group(1), label.group(2)) == null, line);
            rest = rest.substring(label.end());
        }
        return new Sample(parts.group(1), labels, Double.parseDouble(parts.group(3)));
    }

    private static void require(boolean good, String line) {
        if (!good) {
            throw new AssertionError("cannot be read: " + line);
        }
    }

    /// The value of the one sample with these labels among its own.
    ///
    /// @param labels names and values, in turn
    public Optional<Double> value(String name, String... labels) {
        List<Sample> found = samples.stream()
                .filter(sample -> sample.name.equals(name) && holds(sample, labels))
                .toList();
        if (found.size() > 1) {
            throw new AssertionError("several of " + name + ": " + found);
        }
        return found.stream().map(Sample::value).findFirst();
    }

    /// All samples of that name with these labels together.
    ///
    /// @param labels names and values, in turn
    public double sum(String name, String... labels) {
        return samples.stream()
                .filter(sample -> sample.name.equals(name) && holds(sample, labels))
                .mapToDouble(Sample::value)
                .sum();
    }

    private static boolean holds(Sample sample, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            if (!labels[i + 1].equals(sample.labels.get(labels[i]))) {
                return false;
            }
        }
        return true;
    }
}
