package dev.portcullis.config;

import java.util.List;

/// What is wrong with a value, in the one form of all messages: `what was found (expected: …). Hint.`
///
/// @param found what is there
/// @param expected what should be
/// @param hint a sentence with its full stop, or empty
record Fault(String found, String expected, String hint) {

    Fault(String found, String expected) {
        this(found, expected, "");
    }

    Fault withHint(String sentence) {
        return new Fault(found, expected, sentence);
    }

    /// Adds `Did you mean "…"?` where one of the candidates is near to what was written.
    Fault suggesting(String written, Iterable<String> candidates) {
        return Nearest.to(written, candidates)
                .map(near -> withHint("Did you mean " + Quoted.of(near) + "?"))
                .orElse(this);
    }

    /// `a, b or c`.
    static String oneOf(List<String> names) {
        return switch (names.size()) {
            case 0 -> "nothing";
            case 1 -> names.getFirst();
            default -> String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
        };
    }

    String message() {
        return hint.isEmpty()
                ? found + " (expected: " + expected + ")"
                : found + " (expected: " + expected + "). " + hint;
    }
}
