package dev.portcullis.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A mapping that was read: for each key what was given, or its default.
final class Section {

    private record Given(Where where, @Nullable Object value) {}

    private final Where where;
    private final Map<Key<?>, Given> given = new HashMap<>();
    private final Map<String, Given> others = new LinkedHashMap<>();

    Section(Where where) {
        this.where = where;
    }

    /// The first of several counts; the others were reported.
    <T> void put(Key<T> key, Where at, @Nullable T value) {
        given.putIfAbsent(key, new Given(at, value));
    }

    void putOther(String name, Where at, @Nullable Object value) {
        others.putIfAbsent(name, new Given(at, value));
    }

    Where where() {
        return where;
    }

    /// Where the key's value is, or the section when it is not given.
    Where at(Key<?> key) {
        Given it = given.get(key);
        return it == null ? where.key(key.name()) : it.where;
    }

    /// Whether the key is written, also when its value was refused.
    boolean has(Key<?> key) {
        return given.containsKey(key);
    }

    /// The value that is written, if it is one.
    @SuppressWarnings("unchecked") // put() ties the value's type to the key's
    <T> Optional<T> find(Key<T> key) {
        Given it = given.get(key);
        return it == null ? Optional.empty() : Optional.ofNullable((T) it.value);
    }

    /// The value that is written, or the default.
    ///
    /// @throws IllegalStateException if there is neither
    <T> T get(Key<T> key) {
        Optional<T> written = find(key);
        if (written.isPresent()) {
            return written.get();
        }
        T standard = key.standard();
        if (standard == null) {
            throw new IllegalStateException(at(key).path() + ": no value and no default");
        }
        return standard;
    }

    /// Names that the owner chose, also where their values were refused, in the file's order.
    Set<String> otherNames() {
        return Collections.unmodifiableSet(others.keySet());
    }

    /// Entries under names that the owner chose, in the file's order; the place is that of the name.
    @SuppressWarnings("unchecked") // SectionType reads all of them with the one type that it has
    <T> Map<String, Found<T>> others(SectionType.Others<T> type) {
        Map<String, Found<T>> found = new LinkedHashMap<>();
        others.forEach((name, it) -> {
            if (it.value != null) {
                found.put(name, new Found<>((T) it.value, it.where));
            }
        });
        return found;
    }
}
