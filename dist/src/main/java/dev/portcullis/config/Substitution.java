package dev.portcullis.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Puts environment variables in the place of `${NAME}`; `$${` stands for a literal `${`.
final class Substitution {

    private Substitution() {}

    /// One pass: what a variable holds is not searched again.
    ///
    /// @throws Misfit if a variable is not set or the braces hold no name
    static String apply(String text, Function<String, @Nullable String> environment) throws Misfit {
        int open = text.indexOf("${");
        if (open < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (; open >= 0; open = text.indexOf("${", from)) {
            if (open > from && text.charAt(open - 1) == '$') {
                result.append(text, from, open - 1).append("${");
                from = open + 2;
                continue;
            }
            int close = text.indexOf('}', open);
            String name = close < 0 ? "" : text.substring(open + 2, close);
            result.append(text, from, open).append(lookUp(name, environment));
            from = close + 1;
        }
        return result.append(text, from, text.length()).toString();
    }

    private static String lookUp(String name, Function<String, @Nullable String> environment) throws Misfit {
        if (!isName(name)) {
            throw new Misfit(
                    "a \"${\" without the name of an environment variable", "${NAME}", "Write $${ for a literal ${.");
        }
        String value = environment.apply(name);
        if (value == null) {
            throw new Misfit("the environment variable " + Quoted.bare(name) + " is not set", "a value for it");
        }
        return value;
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_'))
                && !Character.isDigit(name.charAt(0));
    }
}
