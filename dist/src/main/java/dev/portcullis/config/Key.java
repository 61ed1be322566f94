package dev.portcullis.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One key of the configuration: the single place that says what it is called, how it is written, what holds
/// without it, and what it means. Reading, messages and `docs/configuration.md` all come from here.
///
/// Compared by identity.
final class Key<T> {

    private final String name;
    private final ValueType<T> type;
    private final boolean required;
    private final String standardText;
    private final @Nullable T standard;
    private final String meaning;
    private final Availability availability;

    private Key(
            String name,
            ValueType<T> type,
            boolean required,
            String standardText,
            @Nullable T standard,
            String meaning,
            Availability availability) {
        this.name = name;
        this.type = type;
        this.required = required;
        this.standardText = standardText;
        this.standard = standard;
        this.meaning = meaning;
        this.availability = availability;
    }

    /// A key with a default, which is written here as the user would write it.
    static <T> Key<T> of(String name, ValueType<T> type, String standardText, String meaning) {
        T standard = readStandard(name, type, standardText);
        return new Key<>(name, type, false, standardText, standard, meaning, Availability.NOW);
    }

    /// A section whose own keys have the defaults.
    static Key<Section> section(String name, SectionType type, String meaning) {
        Section standard = readStandard(name, type, "{}");
        return new Key<>(name, type, false, "", standard, meaning, Availability.NOW);
    }

    /// A key without which the file is refused.
    static <T> Key<T> required(String name, ValueType<T> type, String meaning) {
        return new Key<>(name, type, true, "", null, meaning, Availability.NOW);
    }

    /// A key that may be left out, and then nothing holds.
    static <T> Key<T> optional(String name, ValueType<T> type, String meaning) {
        return new Key<>(name, type, false, "", null, meaning, Availability.NOW);
    }

    /// Marks a key whose feature is still to be built: it is checked, and refused. To switch the feature on, delete
    /// this mark.
    Key<T> later(String instead) {
        return new Key<>(name, type, required, standardText, standard, meaning, new Availability.Later(instead));
    }

    private static <T> T readStandard(String name, ValueType<T> type, String text) {
        Findings findings = new Findings("default of " + name);
        Reading reading = new Reading(findings, _ -> null, Path.of(""));
        Node node = YamlTree.read(text, findings);
        T standard = node == null ? null : type.read(node, Where.root(node.at()), reading);
        if (standard == null || findings.anyProblem()) {
            throw new IllegalStateException(findings.problems().toString());
        }
        return standard;
    }

    String name() {
        return name;
    }

    ValueType<T> type() {
        return type;
    }

    boolean required() {
        return required;
    }

    /// The default as it would be written; empty when there is none or when it is a section's.
    String standardText() {
        return standardText;
    }

    @Nullable
    T standard() {
        return standard;
    }

    String meaning() {
        return meaning;
    }

    Availability availability() {
        return availability;
    }
}
