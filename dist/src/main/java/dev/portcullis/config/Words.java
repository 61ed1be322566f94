package dev.portcullis.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Types of things that are said in words: choices, yes or no, free text.
final class Words {

    private static final int LONGEST_TEXT = 4096;

    private Words() {}

    /// One of several words.
    static ScalarType<String> choice(String... words) {
        return choice(List.of(words), Function.identity());
    }

    /// One of several constants, written by their names for users.
    static <T> ScalarType<T> choice(List<T> constants, Function<T, String> name) {
        Map<String, T> byName = new LinkedHashMap<>();
        constants.forEach(it -> byName.put(name.apply(it), it));
        List<String> names = List.copyOf(byName.keySet());
        String expected = (names.size() > 2 ? "one of " : "") + Fault.oneOf(names);
        return new ScalarType<>(expected, (text, _) -> {
            T constant = byName.get(text);
            if (constant == null) {
                throw new Misfit(new Fault(Quoted.of(text), expected).suggesting(text, names));
            }
            return constant;
        });
    }

    /// `true` or `false` and no other spelling: YAML 1.1 and 1.2 do not agree on `yes`, `on` and the like.
    static ScalarType<Boolean> trueOrFalse() {
        return choice(List.of(true, false), String::valueOf);
    }

    /// One line of text, which may be empty.
    static ScalarType<String> text(String expected) {
        return new ScalarType<>(expected, (text, _) -> {
            if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
                throw new Misfit("text of several lines or with control characters", expected);
            }
            return text;
        });
    }

    /// Visible ASCII without a space; at least one character.
    static ScalarType<String> word(String expected) {
        return new ScalarType<>(expected, (text, _) -> {
            if (text.isEmpty() || text.length() > LONGEST_TEXT || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw new Misfit(Quoted.of(text), expected);
            }
            return text;
        });
    }

    /// Of ASCII.
    static boolean smallLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    /// Text that messages never show.
    static ScalarType<String> secret() {
        return new ScalarType<>("a secret", (text, _) -> {
            if (text.isBlank()) {
                throw new Misfit("nothing", "a secret");
            }
            return text;
        });
    }
}
