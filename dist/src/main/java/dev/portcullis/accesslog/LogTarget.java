package dev.portcullis.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where lines end up. Used by the writing thread only.
interface LogTarget extends AutoCloseable {

    /// Writes all of it, or what it can before it throws: then the position is where the first line begins that has
    /// to be written again.
    void write(ByteBuffer lines) throws IOException;

    /// For messages.
    String name();

    @Override
    void close() throws IOException;
}
