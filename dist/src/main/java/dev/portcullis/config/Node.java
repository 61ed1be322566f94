package dev.portcullis.config;

import java.util.List;

/// A piece of the YAML document that knows its place.
///
/// Only text is kept: whether `off`, `010` or `10:30` is a word, a number or a time is for the key's type to say.
sealed interface Node {

    Mark at();

    /// Text.
    ///
    /// @param empty nothing is written, or `null`
    record Scalar(Mark at, String text, boolean empty) implements Node {}

    record Sequence(Mark at, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    record Mapping(Mark at, List<Entry> entries) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }
    }

    /// Something that was reported when it was read; whoever meets it says nothing more.
    record Refused(Mark at) implements Node {}

    /// A key and its value.
    ///
    /// @param at the place of the key
    record Entry(String key, Mark at, Node value) {}

    /// What this is, in the words of a message. Text is not shown: it may be a secret in the wrong place.
    default String kind() {
        return switch (this) {
            case Scalar scalar -> scalar.empty() ? "nothing" : "text";
            case Sequence _ -> "a list";
            case Mapping _ -> "keys and values";
            case Refused _ -> "something refused";
        };
    }
}
