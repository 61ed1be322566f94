package dev.portcullis.config;

import org.jspecify.annotations.Nullable;

/// How a key's value is written.
sealed interface ValueType<T> permits ScalarType, SecretFileType, ListType, SectionType, ShorthandType, AnythingType {

    /// Reads a value, and reports whatever is wrong with it.
    ///
    /// @return null when something was reported
    @Nullable
    T read(Node node, Where where, Reading reading);

    /// As a message says it behind `expected:`.
    String expected();
}
