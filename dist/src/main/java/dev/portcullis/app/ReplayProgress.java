package dev.portcullis.app;

import dev.portcullis.cli.Console;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongConsumer;

/// Shows on a terminal that a long replay is still at work, from its third second on.
final class ReplayProgress implements LongConsumer {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long EVERY = 5000;

    private final Console console;
    private final boolean terminal;
    private final InstantSource time;
    private Instant next;
    private boolean shown;

    ReplayProgress(Console console, boolean terminal, InstantSource time) {
        this.console = console;
        this.terminal = terminal;
        this.time = time;
        this.next = time.instant().plus(PATIENCE);
    }

    @Override
    public void accept(long lines) {
        if (!terminal || lines % EVERY != 0) {
            return;
        }
        Instant now = time.instant();
        if (!now.isBefore(next)) {
            console.err().print("\r%,d lines read".formatted(lines));
            console.err().flush();
            next = now.plusSeconds(1);
            shown = true;
        }
    }

    /// Takes the line back.
    void end() {
        if (shown) {
            console.err().print("\r" + " ".repeat(40) + "\r");
            console.err().flush();
        }
    }
}
