package dev.portcullis.app;

import dev.portcullis.acme.store.PrivateFile;
import dev.portcullis.rules.net.Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers [SharedAddresses] across restarts: one address a line. Without it all strangers would be at home again
/// until five more scanners came.
final class SharedAddressFile {

    /// Its name in the state folder.
    static final String NAME = "shared-addresses";

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");

    private final Path file;

    SharedAddressFile(Path state) {
        this.file = state.resolve(NAME);
    }

    /// Those written down; none if the file is not there or cannot be read.
    List<Address> read() {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .map(line -> Address.parse(line.strip()))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            LOG.warn("{}: cannot be read: {} (expected: one address a line); it is left out", file, e.toString());
            return List.of();
        }
    }

    /// Replaces those written down; blocks. What the disk refuses is only logged.
    synchronized void write(Collection<Address> addresses) {
        String text = addresses.stream().map(address -> address + "\n").collect(Collectors.joining());
        try {
            PrivateFile.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            LOG.warn("{}: cannot be written: {}; it will be found out anew after a restart", file, e.toString());
        }
    }
}
