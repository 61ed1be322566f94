package dev.portcullis.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/// What a process says on one of its streams, line by line, for whoever waits for a line.
final class Captured {

    private final StringBuilder text = new StringBuilder();
    private final Thread reader;
    private boolean ended;

    Captured(InputStream stream) {
        // Reading a pipe would pin a virtual thread to its carrier.
        reader = Thread.ofPlatform().daemon().start(() -> read(stream));
    }

    private void read(InputStream stream) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(unreadable: " + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        text.append(line).append('\n');
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// The first line with one of these in it; empty once the stream has ended or the time is up without one.
    synchronized Optional<String> line(String... parts) {
        long end = System.nanoTime() + Patience.LIMIT.toNanos();
        while (true) {
            Optional<String> found = text.toString()
                    .lines()
                    .filter(line -> Stream.of(parts).anyMatch(line::contains))
                    .findFirst();
            long left = (end - System.nanoTime()) / 1_000_000;
            if (found.isPresent() || ended || left <= 0) {
                return found;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// Everything, once the stream has ended.
    String all() {
        try {
            reader.join(Patience.LIMIT);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return soFar();
    }

    synchronized String soFar() {
        return text.toString();
    }
}
