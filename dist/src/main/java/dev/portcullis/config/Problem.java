package dev.portcullis.config;

/// Something in the configuration that keeps it from being used.
///
/// @param file the file as the user named it
/// @param line counted from 1; 0 when it concerns the file as a whole
/// @param column counted in characters from 1; 0 when it concerns the file as a whole
/// @param path the key, such as `sites[0].upstream`; empty when no key is concerned
/// @param message `what was found (expected: …). Hint.`, safe to print, never holds a secret
public record Problem(String file, int line, int column, String path, String message) {

    /// One line: `portcullis.yaml:12:7: sites[0].upstrem: unknown key (expected: …). …`
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return path.isEmpty() ? place + ": " + message : place + ": " + path + ": " + message;
    }
}
