package dev.portcullis.config;

/// Something in a usable configuration that its owner probably did not mean.
///
/// @param file the file as the user named it
/// @param line counted from 1
/// @param column counted in characters from 1
/// @param path the key, such as `sites[0].expose[2]`
/// @param message one or two sentences, safe to print, never holds a secret
public record Warning(String file, int line, int column, String path, String message) {

    /// One line: `portcullis.yaml:12:7: sites[0].expose[2]: can never match (expected: …). …`
    @Override
    public String toString() {
        return new Problem(file, line, column, path, message).toString();
    }
}
