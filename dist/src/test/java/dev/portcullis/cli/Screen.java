package dev.portcullis.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A console whose output a test can read.
final class Screen {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    final Console console = new Console(new PrintWriter(out), new PrintWriter(err), false);

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    static String golden(String name) {
        try (InputStream in = Screen.class.getResourceAsStream("/cli/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
