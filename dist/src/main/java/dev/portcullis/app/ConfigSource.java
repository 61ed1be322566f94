package dev.portcullis.app;

import dev.portcullis.config.Loaded;
import java.nio.file.Path;
import java.util.function.Supplier;

/// Where a running server's configuration comes from.
///
/// @param file absolute
/// @param reader reads and checks it anew, with what the command line said about it
record ConfigSource(Path file, Supplier<Loaded> reader) {

    Loaded load() {
        return reader.get();
    }
}
