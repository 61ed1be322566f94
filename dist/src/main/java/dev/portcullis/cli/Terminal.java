package dev.portcullis.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The terminal while a picture fills it: keys come at once, and what stood there before comes back at the end,
/// however that comes (`q`, Ctrl-C, SIGTERM). Asks stty(1), as Java knows nothing of terminals.
final class Terminal implements AutoCloseable {

    private static final Path TTY = Path.of("/dev/tty");
    private static final String ENTER = "\033[?1049h\033[?25l";
    private static final String LEAVE = "\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String TO_LINE_END = "\033[K\r\n";
    private static final String TO_END = "\033[J";

    private final PrintWriter out;
    private final InputStream keys;
    private final Optional<String> before;
    private final AtomicBoolean restored = new AtomicBoolean();
    private final Thread atEnd = Thread.ofPlatform().name("terminal").unstarted(this::restore);

    /// How many characters fit.
    record Size(int rows, int columns) {

        static final Size USUAL = new Size(24, 80);

        /// Of `stty size`; the usual one where it does not know.
        static Size of(String said) {
            String[] words = said.strip().split(" ", -1);
            try {
                Size size =
                        words.length == 2 ? new Size(Integer.parseInt(words[0]), Integer.parseInt(words[1])) : USUAL;
                return size.rows > 0 && size.columns > 0 ? size : USUAL;
            } catch (NumberFormatException _) {
                return USUAL;
            }
        }
    }

    Terminal(PrintWriter out, InputStream keys) {
        this.out = out;
        this.keys = keys;
        this.before = stty("-g").map(String::strip);
        Runtime.getRuntime().addShutdownHook(atEnd);
        var _ = stty("-icanon", "-echo", "min", "0", "time", "0");
        out.print(ENTER);
        out.flush();
    }

    Size size() {
        return stty("size").map(Size::of).orElse(Size.USUAL);
    }

    /// Shows these lines and nothing else.
    void show(List<String> lines) {
        out.print(HOME + String.join(TO_LINE_END, lines) + "\033[K" + TO_END);
        out.flush();
    }

    /// Whether `q` was pressed; never waits.
    boolean quit() {
        try {
            while (keys.available() > 0) {
                int key = keys.read();
                if (key == 'q' || key == 'Q') {
                    return true;
                }
            }
            return false;
        } catch (IOException gone) {
            return true;
        }
    }

    @Override
    public void close() {
        restore();
    }

    private void restore() {
        if (restored.compareAndSet(false, true)) {
            out.print(LEAVE);
            out.flush();
            before.ifPresent(settings -> stty(settings));
        }
    }

    private static Optional<String> stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(TTY.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
