package dev.portcullis.acme;

import java.util.Locale;

/// File names made of names that somebody else chose.
public final class FileNames {

    private FileNames() {}

    /// The label in lower case; whatever is no letter, digit, hyphen or inner dot becomes `_`, so that it can
    /// neither leave its folder nor be hidden.
    public static String of(String label) {
        StringBuilder name = new StringBuilder();
        label.toLowerCase(Locale.ROOT)
                .chars()
                .forEach(c -> name.append(isPlain(c) || (c == '.' && !name.isEmpty()) ? (char) c : '_'));
        return name.toString();
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
}
