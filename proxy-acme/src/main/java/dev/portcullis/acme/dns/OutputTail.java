package dev.portcullis.acme.dns;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The end of what a program wrote; the rest is read and forgotten, so that the program is never held up.
final class OutputTail {

    private static final int LONGEST = 64 * 1024;

    private byte[] kept = new byte[0];

    /// Reads until the end; a stream that breaks has ended.
    void readAll(InputStream output) {
        byte[] chunk = new byte[8192];
        try (output) {
            for (int read = output.read(chunk); read >= 0; read = output.read(chunk)) {
                keep(chunk, read);
            }
        } catch (IOException _) {
            // What came before is all there is.
        }
    }

    private synchronized void keep(byte[] chunk, int length) {
        int old = Math.min(kept.length, LONGEST - length);
        byte[] joined = new byte[old + length];
        System.arraycopy(kept, kept.length - old, joined, 0, old);
        System.arraycopy(chunk, 0, joined, old, length);
        kept = joined;
    }

    /// The last line that is not blank; empty if there is none.
    synchronized String lastLine() {
        return new String(kept, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce("", (_, later) -> later);
    }
}
