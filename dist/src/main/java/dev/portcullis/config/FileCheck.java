package dev.portcullis.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Says in plain words why a file cannot be read.
final class FileCheck {

    private FileCheck() {}

    /// What is in the way of reading a file.
    ///
    /// @return null when nothing is in the way
    static @Nullable String obstacle(Path file) {
        if (!Files.exists(file)) {
            return "no such file";
        }
        if (Files.isDirectory(file)) {
            return "a folder";
        }
        return Files.isReadable(file) ? null : "a file that this user may not read";
    }

    /// The reason of a failed read.
    static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "a file that this user may not read";
            case CharacterCodingException _ -> "a file that is not UTF-8 text";
            default -> "a file that cannot be read: " + Quoted.bare(String.valueOf(failure.getMessage()));
        };
    }
}
