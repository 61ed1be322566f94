package dev.portcullis.rules.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the text of a [ProbeCatalog], once.
final class ProbeCatalogReader {

    private static final double LARGEST_WEIGHT = 100;

    private final String file;
    private final Map<String, ProbeFamily> families = new LinkedHashMap<>();
    private final Map<String, String> familyOfRefusal = new LinkedHashMap<>();
    private final Map<String, String> familyOfViolation = new LinkedHashMap<>();
    private final List<String> named = new ArrayList<>();
    private final List<String> opaque = new ArrayList<>();
    private @Nullable ProbeFamily open;
    private int line;

    /// @param file its name, for messages
    ProbeCatalogReader(String file) {
        this.file = file;
    }

    ProbeCatalog read(String text) {
        for (String content : text.lines().toList()) {
            line++;
            List<String> words = words(content);
            if (!words.isEmpty()) {
                take(words.getFirst(), words.subList(1, words.size()));
            }
        }
        return new ProbeCatalog(families, familyOfRefusal, familyOfViolation, new ProbePlaces(named, opaque));
    }

    private static List<String> words(String content) {
        return content.isBlank() || content.stripLeading().startsWith("#")
                ? List.of()
                : Arrays.stream(content.strip().split(" +", -1)).toList();
    }

    private void take(String word, List<String> values) {
        if (values.isEmpty()) {
            throw trouble("\"" + word + "\" stands alone (expected: at least one value behind it)");
        }
        switch (word) {
            case "family" -> begin(values);
            case "named" -> values.forEach(value -> named.add(plain(value)));
            case "opaque" -> values.forEach(value -> opaque.add(plain(value)));
            case "refusal" -> values.forEach(value -> own(familyOfRefusal, word, value));
            case "violation" -> values.forEach(value -> own(familyOfViolation, word, value));
            default -> mark(kind(word), values);
        }
    }

    private void begin(List<String> words) {
        String name = words.getFirst();
        Double weight = null;
        OptionalDouble cap = OptionalDouble.empty();
        ProbeFamily.Sender sender = ProbeFamily.Sender.ANY;
        for (int i = 1; i < words.size(); i++) {
            switch (words.get(i)) {
                case "weight" -> weight = number(words, ++i);
                case "cap" -> cap = OptionalDouble.of(number(words, ++i));
                case "browser" -> sender = ProbeFamily.Sender.BROWSER;
                case "tool" -> sender = ProbeFamily.Sender.TOOL;
                default -> throw trouble("\"" + words.get(i) + "\" (expected: weight N, cap N, browser or tool)");
            }
        }
        if (weight == null) {
            throw trouble("family \"" + name + "\" has no weight (expected: family NAME weight N)");
        }
        if (families.containsKey(name)) {
            throw trouble("family \"" + name + "\" is here for the second time (expected: once)");
        }
        replace(new ProbeFamily(name, weight, cap, sender, List.of(), List.of()));
    }

    private double number(List<String> words, int index) {
        String word = index < words.size() ? words.get(index) : "";
        try {
            double number = Double.parseDouble(word);
            if (number >= 0 && number <= LARGEST_WEIGHT) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below, as for a number that is too large.
        }
        throw trouble("\"" + word + "\" is no weight (expected: a number from 0 to 100)");
    }

    private ProbeMark.Kind kind(String word) {
        return Arrays.stream(ProbeMark.Kind.values())
                .filter(kind -> kind.key().equals(word))
                .findFirst()
                .orElseThrow(() -> trouble("\"" + word + "\" is unknown (expected: family, named, opaque, refusal,"
                        + " violation, "
                        + Arrays.stream(ProbeMark.Kind.values())
                                .map(ProbeMark.Kind::key)
                                .collect(Collectors.joining(", "))
                        + ")"));
    }

    private void mark(ProbeMark.Kind kind, List<String> values) {
        ProbeFamily family = current(kind.key());
        boolean exception = kind == ProbeMark.Kind.EXCEPT;
        boolean method = kind == ProbeMark.Kind.METHOD || kind == ProbeMark.Kind.METHOD_NOT;
        ProbeMark mark = ProbeMark.of(
                kind,
                values.stream()
                        .map(value -> method ? value.toUpperCase(Locale.ROOT) : plain(value))
                        .toList());
        replace(new ProbeFamily(
                family.name(),
                family.weight(),
                family.cap(),
                family.sender(),
                exception ? family.marks() : with(family.marks(), mark),
                exception ? with(family.exceptions(), mark) : family.exceptions()));
    }

    private static List<ProbeMark> with(List<ProbeMark> marks, ProbeMark more) {
        List<ProbeMark> all = new ArrayList<>(marks);
        all.add(more);
        return all;
    }

    private void replace(ProbeFamily family) {
        families.put(family.name(), family);
        open = family;
    }

    private void own(Map<String, String> owners, String word, String value) {
        String family = current(word).name();
        String other = owners.put(value, family);
        if (other != null) {
            throw trouble(word + " \"" + value + "\" is in " + other + " already (expected: in one family)");
        }
    }

    private ProbeFamily current(String word) {
        return Optional.ofNullable(open)
                .orElseThrow(
                        () -> trouble("\"" + word + "\" belongs to no family (expected: a line \"family …\" above)"));
    }

    private static String plain(String value) {
        return ProbeRequest.decoded(value).toLowerCase(Locale.ROOT);
    }

    private IllegalArgumentException trouble(String what) {
        return new IllegalArgumentException(file + ":" + line + ": " + what);
    }
}
