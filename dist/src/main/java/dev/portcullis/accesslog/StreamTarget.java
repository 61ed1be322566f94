package dev.portcullis.accesslog;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;

/// Standard output. Each piece goes through the stream as a whole, so that other lines never stand inside ours.
final class StreamTarget implements LogTarget {

    private final PrintStream out;

    StreamTarget(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(ByteBuffer lines) throws IOException {
        int start = lines.position();
        byte[] octets = new byte[lines.remaining()];
        lines.get(octets);
        out.write(octets, 0, octets.length);
        if (out.checkError()) {
            lines.position(start);
            throw new IOException("nobody reads it");
        }
    }

    @Override
    public String name() {
        return "standard output";
    }

    /// It is not ours to close.
    @Override
    public void close() {}
}
