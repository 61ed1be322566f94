package dev.portcullis.config;

import dev.portcullis.rules.path.PathPattern;
import java.util.List;
import java.util.Locale;

/// Keys of one rule below `protection.rules`.
final class OwnRuleKeys {

    private static final String A_NAME = "a name of small letters, digits, - and _ that begins with a letter";
    private static final int LONGEST_NAME = 64;

    private static final String A_HEADER = "a header such as X-Scanner, or X-Scanner: text";
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    static final Key<String> NAME = Key.required("name", name(), "What the rule is called in `bans` and `why`.");

    static final Key<PathPattern> PATH = Key.optional("path", RouteTypes.pathPattern(), "The path, as under `paths`.");

    static final Key<String> METHOD = Key.optional("method", RouteTypes.method(), "The method.");

    static final Key<String> HEADER = Key.optional(
            "header",
            header(),
            "A header that the request has, by its name alone, or `\"name: text\"` for one that holds this text,"
                    + " whatever its case.");

    static final Key<Integer> STATUS = Key.optional("status", Amounts.number(100, 599), "The status of the answer.");

    static final List<Key<?>> CONDITIONS = List.of(PATH, METHOD, HEADER, STATUS);

    static final Key<Section> MATCH = Key.required(
            "match",
            SectionType.of(PATH, METHOD, HEADER, STATUS),
            "What a request must be like: at least one of these, and everything written must hold.");

    static final Key<Integer> WEIGHT =
            Key.of("weight", Amounts.number(1, 1000), "1", "How many ordinary probes it counts for.");

    static final Key<Boolean> ENFORCED =
            Key.of("mode", ProtectionKeys.mode(), "enforce", "As `protection.mode`, for this rule.");

    static final SectionType RULE = SectionType.of(NAME, MATCH, WEIGHT, ENFORCED);

    private OwnRuleKeys() {}

    private static ScalarType<String> name() {
        return new ScalarType<>(A_NAME, (text, _) -> {
            boolean wellFormed = !text.isEmpty()
                    && text.length() <= LONGEST_NAME
                    && text.charAt(0) >= 'a'
                    && text.charAt(0) <= 'z'
                    && text.chars().allMatch(c -> Words.smallLetterOrDigit(c) || c == '-' || c == '_');
            if (!wellFormed) {
                throw new Misfit(Quoted.of(text), A_NAME);
            }
            return text;
        });
    }

    /// A field's name (RFC 9110 §5.6.2) in lower case, or `name: text`.
    private static ScalarType<String> header() {
        ScalarType<String> line = Words.text(A_HEADER);
        return new ScalarType<>(A_HEADER, (text, reading) -> {
            line.parser().parse(text, reading);
            int colon = text.indexOf(':');
            String name = colon < 0 ? text : text.substring(0, colon);
            if (name.isEmpty() || !name.chars().allMatch(OwnRuleKeys::inToken)) {
                throw new Misfit(Quoted.of(text), A_HEADER);
            }
            String held = colon < 0 ? "" : text.substring(colon + 1).strip();
            if (colon >= 0 && held.isEmpty()) {
                throw new Misfit(Quoted.of(text), A_HEADER, "Leave out the colon if any value will do.");
            }
            String lower = name.toLowerCase(Locale.ROOT);
            return held.isEmpty() ? lower : lower + ": " + held;
        });
    }

    private static boolean inToken(int c) {
        return Words.smallLetterOrDigit(c) || (c >= 'A' && c <= 'Z') || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
