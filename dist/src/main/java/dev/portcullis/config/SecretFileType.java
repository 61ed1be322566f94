package dev.portcullis.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;

/// What a file holds; warns where every user of this machine may read it.
record SecretFileType(ScalarType<String> content) implements ValueType<String> {

    @Override
    public String expected() {
        return content.expected();
    }

    @Override
    public @Nullable String read(Node node, Where where, Reading reading) {
        String secret = content.read(node, where, reading);
        if (secret != null) {
            Path file = FileTypes.place(expected()).read(node, where, reading);
            if (file != null && isOpen(file)) {
                reading.findings()
                        .warning(
                                where,
                                new Fault(
                                        Quoted.of(file.toString()) + " may be read by every user of this machine",
                                        "mode 0600",
                                        "Run: chmod 600 on it."));
            }
        }
        return secret;
    }

    private static boolean isOpen(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException _) {
            // A file system without modes has nothing to warn of.
            return false;
        }
    }
}
