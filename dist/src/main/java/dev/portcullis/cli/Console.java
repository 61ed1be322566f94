package dev.portcullis.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// Where output goes: data to `out`, messages to `err`.
///
/// @param colours whether `out` is a terminal that wants them
public record Console(PrintWriter out, PrintWriter err, boolean colours) {

    /// The process' own streams. No colours unless both ends are a terminal, nor with NO_COLOR (no-color.org) or
    /// TERM=dumb.
    @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where there is no terminal
    public static Console system() {
        java.io.Console terminal = System.console();
        String noColour = System.getenv("NO_COLOR");
        boolean colours = terminal != null
                && terminal.isTerminal()
                && (noColour == null || noColour.isEmpty())
                && !"dumb".equals(System.getenv("TERM"));
        return new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                colours);
    }

    Paint paint() {
        return new Paint(colours);
    }

    /// One message of ours, `portcullis: …`, with every line made harmless.
    public void complain(String message) {
        message.lines().forEach(line -> err.println("portcullis: " + Escaped.text(line, Escaped.LONGEST_MESSAGE)));
    }
}
