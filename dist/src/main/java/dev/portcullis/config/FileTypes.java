package dev.portcullis.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Types of paths; a relative path begins in the folder of the configuration file.
final class FileTypes {

    private static final int LONGEST_SECRET = 64 * 1024;

    private FileTypes() {}

    /// A file that exists and can be read now.
    static ScalarType<Path> readable(String expected) {
        return new ScalarType<>(expected, (text, reading) -> readable(text, expected, reading));
    }

    private static Path readable(String text, String expected, Reading reading) throws Misfit {
        Path file = path(text, expected, reading);
        String obstacle = FileCheck.obstacle(file);
        if (obstacle != null) {
            throw new Misfit(Quoted.of(text) + ": " + obstacle, expected);
        }
        return file;
    }

    /// A file that this user may run now.
    static ScalarType<Path> executable(String expected) {
        return new ScalarType<>(expected, (text, reading) -> {
            Path file = readable(text, expected, reading);
            if (!Files.isExecutable(file)) {
                throw new Misfit(
                        Quoted.of(text) + ": a file that this user may not run", expected, "Try: chmod +x on it.");
            }
            return file;
        });
    }

    /// A path that need not exist yet.
    static ScalarType<Path> place(String expected) {
        return new ScalarType<>(expected, (text, reading) -> path(text, expected, reading));
    }

    /// What a file holds, without the line break at its end.
    static SecretFileType secretInFile() {
        String expected = "a file with the secret in it";
        return new SecretFileType(new ScalarType<>(expected, (text, reading) -> {
            Path file = readable(text, expected, reading);
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(LONGEST_SECRET + 1);
                String secret = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString()
                        .strip();
                if (secret.isEmpty() || bytes.length > LONGEST_SECRET) {
                    throw new Misfit(Quoted.of(text) + ": " + (secret.isEmpty() ? "empty" : "too large"), expected);
                }
                return secret;
            } catch (IOException e) {
                throw new Misfit(Quoted.of(text) + ": " + FileCheck.reason(e), expected);
            }
        }));
    }

    private static Path path(String text, String expected, Reading reading) throws Misfit {
        if (text.isEmpty()) {
            throw new Misfit("nothing", expected);
        }
        try {
            return reading.resolve(text);
        } catch (InvalidPathException e) {
            throw new Misfit(Quoted.of(text) + " is no path", expected);
        }
    }
}
