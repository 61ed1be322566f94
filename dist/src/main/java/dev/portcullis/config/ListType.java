package dev.portcullis.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list; items that are wrong are reported and left out.
///
/// @param atLeast how many items there must be
record ListType<T>(ValueType<T> item, int atLeast) implements ValueType<List<Found<T>>> {

    static <T> ListType<T> of(ValueType<T> item) {
        return new ListType<>(item, 0);
    }

    /// For lists where "none" would be a mistake.
    static <T> ListType<T> nonEmpty(ValueType<T> item) {
        return new ListType<>(item, 1);
    }

    @Override
    public @Nullable List<Found<T>> read(Node node, Where where, Reading reading) {
        return switch (node) {
            case Node.Refused _ -> null;
            case Node.Sequence sequence -> items(sequence, where, reading);
            case Node.Scalar _, Node.Mapping _ -> wrongKind(node, where, reading);
        };
    }

    private @Nullable List<Found<T>> items(Node.Sequence sequence, Where where, Reading reading) {
        if (sequence.items().size() < atLeast) {
            reading.findings().problem(where, new Fault("an empty list", expected()));
            return null;
        }
        List<Found<T>> found = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Node node = sequence.items().get(i);
            Where at = where.index(i, node.at());
            T value = item.read(node, at, reading);
            if (value != null) {
                found.add(new Found<>(value, at));
            }
        }
        return List.copyOf(found);
    }

    private @Nullable List<Found<T>> wrongKind(Node node, Where where, Reading reading) {
        String hint = switch (node) {
            case Node.Mapping _ -> "Begin each item with \"- \".";
            case Node.Scalar scalar when !scalar.empty() -> "Write [ ] around it.";
            case Node.Scalar _, Node.Sequence _, Node.Refused _ -> "";
        };
        reading.findings().problem(where, new Fault(node.kind(), expected(), hint));
        return null;
    }

    @Override
    public String expected() {
        return "a list, each item " + item.expected();
    }
}
