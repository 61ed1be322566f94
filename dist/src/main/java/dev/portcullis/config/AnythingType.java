package dev.portcullis.config;

import org.jspecify.annotations.Nullable;

/// A value whose shape is not settled yet.
record AnythingType(String expected) implements ValueType<Node> {

    @Override
    public @Nullable Node read(Node node, Where where, Reading reading) {
        return node;
    }
}
