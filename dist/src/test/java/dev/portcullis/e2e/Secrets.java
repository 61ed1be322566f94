package dev.portcullis.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Looks for what must not have been written down.
final class Secrets {

    private Secrets() {}

    /// The files below a folder that have one of these in them, byte for byte.
    static List<Path> holding(Path folder, String... secrets) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, secrets))
                    .toList();
        }
    }

    private static boolean holds(Path file, String... secrets) {
        try {
            String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
            return Stream.of(secrets).anyMatch(bytes::contains);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
