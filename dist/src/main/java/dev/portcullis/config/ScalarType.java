package dev.portcullis.config;

import org.jspecify.annotations.Nullable;

/// A value that is written as one piece of text; `${NAME}` in it is replaced first.
record ScalarType<T>(String expected, Parser<T> parser) implements ValueType<T> {

    /// Turns text into a value.
    interface Parser<T> {
        /// Reads text in which variables were replaced.
        ///
        /// @throws Misfit saying what was found and what was expected
        T parse(String text, Reading reading) throws Misfit;
    }

    @Override
    public @Nullable T read(Node node, Where where, Reading reading) {
        return switch (node) {
            case Node.Refused _ -> null;
            case Node.Sequence _, Node.Mapping _ -> wrongKind(node, where, reading);
            case Node.Scalar scalar when scalar.empty() -> wrongKind(node, where, reading);
            case Node.Scalar scalar -> parse(scalar.text(), where, reading);
        };
    }

    private @Nullable T parse(String text, Where where, Reading reading) {
        try {
            return parser.parse(Substitution.apply(text, reading.environment()), reading);
        } catch (Misfit misfit) {
            reading.findings().problem(where, misfit.message());
            return null;
        }
    }

    private @Nullable T wrongKind(Node node, Where where, Reading reading) {
        reading.findings().problem(where, new Fault(node.kind(), expected));
        return null;
    }
}
