package dev.portcullis.setup;

import java.util.Arrays;
import java.util.List;

/// Answers that are lists.
final class Words {

    private Words() {}

    /// `a, b c` are three words.
    static List<String> list(String text) {
        return Arrays.stream(text.split("[,\\s]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
