package dev.portcullis.config;

import org.jspecify.annotations.Nullable;

/// A section that may be written as the value of its one important key.
record ShorthandType<T>(SectionType full, Key<T> scalar) implements ValueType<Section> {

    @Override
    public @Nullable Section read(Node node, Where where, Reading reading) {
        return switch (node) {
            case Node.Refused _ -> null;
            case Node.Scalar _ -> {
                T value = scalar.type().read(node, where, reading);
                if (value == null) {
                    yield null;
                }
                Section section = new Section(where);
                section.put(scalar, where, value);
                yield section;
            }
            case Node.Mapping mapping -> full.read(mapping, where, reading);
            case Node.Sequence _ -> {
                reading.findings().problem(where, new Fault(node.kind(), expected()));
                yield null;
            }
        };
    }

    @Override
    public String expected() {
        return scalar.type().expected() + ", or " + full.expected();
    }
}
