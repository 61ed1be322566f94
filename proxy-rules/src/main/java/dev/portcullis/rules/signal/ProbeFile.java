package dev.portcullis.rules.signal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The text of the catalogue that is part of the program; all that this module ever opens.
final class ProbeFile {

    private static final String NAME = "probes.txt";

    private ProbeFile() {}

    static String text() {
        try (InputStream in = ProbeFile.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IllegalStateException(NAME + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(NAME + " cannot be read", e);
        }
    }
}
