package dev.portcullis.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A mapping with a fixed set of keys, and possibly names of the owner's choice besides.
///
/// Reports keys that are unknown, missing or not available yet; what is below a refused key is checked all the
/// same, so that one run shows every mistake.
final class SectionType implements ValueType<Section> {

    /// Entries under names that the owner chooses.
    ///
    /// @param shown a name for the documentation, such as `<zone>`
    /// @param name checks a name
    record Others<T>(String shown, ScalarType.Parser<String> name, ValueType<T> type, String meaning) {}

    private final List<Key<?>> keys;
    private final @Nullable Others<?> others;

    private SectionType(List<Key<?>> keys, @Nullable Others<?> others) {
        this.keys = List.copyOf(keys);
        this.others = others;
    }

    static SectionType of(Key<?>... keys) {
        return new SectionType(List.of(keys), null);
    }

    SectionType with(Others<?> names) {
        return new SectionType(keys, names);
    }

    List<Key<?>> keys() {
        return keys;
    }

    Optional<Others<?>> others() {
        return Optional.ofNullable(others);
    }

    @Override
    public @Nullable Section read(Node node, Where where, Reading reading) {
        return switch (node) {
            case Node.Refused _ -> null;
            case Node.Mapping mapping -> section(mapping, where, reading);
            case Node.Scalar _, Node.Sequence _ -> {
                reading.findings().problem(where, new Fault(node.kind(), expected()));
                yield null;
            }
        };
    }

    private Section section(Node.Mapping mapping, Where where, Reading reading) {
        Section section = new Section(where);
        Set<String> misspelt = new HashSet<>();
        for (Node.Entry entry : mapping.entries()) {
            Optional<Key<?>> key =
                    keys.stream().filter(it -> it.name().equals(entry.key())).findFirst();
            if (key.isPresent()) {
                readKey(key.get(), entry, section, reading);
            } else if (others != null) {
                readOther(others, entry, section, reading);
            } else {
                reading.findings().problem(where.key(entry.key(), entry.at()), unknown(entry.key(), misspelt));
            }
        }
        for (Key<?> key : keys) {
            if (key.required() && !section.has(key) && !misspelt.contains(key.name())) {
                reading.findings()
                        .problem(
                                where.key(key.name()),
                                new Fault("missing", key.type().expected()));
            }
        }
        refuseTwins(section, reading);
        return section;
    }

    private static <T> void readKey(Key<T> key, Node.Entry entry, Section section, Reading reading) {
        Where at = section.where().key(key.name(), entry.value().at());
        T value = key.type().read(entry.value(), at, reading);
        section.put(key, at, value);
        switch (key.availability()) {
            case Availability.Now _ -> {}
            case Availability.Later later ->
                reading.findings()
                        .problem(
                                section.where().key(key.name(), entry.at()),
                                new Fault("not available yet", later.instead(), "This release does not have it."));
        }
    }

    private static <T> void readOther(Others<T> others, Node.Entry entry, Section section, Reading reading) {
        Where at = section.where().key(entry.key(), entry.at());
        try {
            String name = others.name().parse(entry.key(), reading);
            T value = others.type()
                    .read(
                            entry.value(),
                            section.where().key(entry.key(), entry.value().at()),
                            reading);
            section.putOther(name, at, value);
        } catch (Misfit misfit) {
            reading.findings().problem(at, misfit.message());
        }
    }

    /// A secret stands in the file or in a file of its own, not in both.
    private void refuseTwins(Section section, Reading reading) {
        Set<String> given = new HashSet<>();
        keys.stream().filter(section::has).map(Key::name).forEach(given::add);
        for (Key<?> key : keys) {
            String twin = key.name() + "_file";
            if (section.has(key) && given.contains(twin)) {
                reading.findings()
                        .problem(section.at(key), new Fault("both " + key.name() + " and " + twin, "one of them"));
            }
        }
    }

    /// What to say of a key that is not in the table.
    ///
    /// @param misspelt takes the key that was probably meant, so that it is not reported as missing too
    private Fault unknown(String written, Set<String> misspelt) {
        List<String> names = keys.stream().map(Key::name).toList();
        Optional<String> near = Nearest.to(written, names);
        near.ifPresent(misspelt::add);
        return near.map(name -> new Fault("unknown key", name, "Did you mean " + Quoted.of(name) + "?"))
                .orElseGet(() -> new Fault("unknown key", Fault.oneOf(names)));
    }

    @Override
    public String expected() {
        List<String> names = new ArrayList<>(keys.stream().map(Key::name).toList());
        if (others != null) {
            names.add(others.shown());
        }
        return "a section with " + Fault.oneOf(names);
    }
}
