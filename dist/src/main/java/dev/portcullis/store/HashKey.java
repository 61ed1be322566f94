package dev.portcullis.store;

import dev.portcullis.acme.store.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Consumer;

/// The key of the hashes by which credentials are known: 32 random bytes in a file of their own, so that the
/// database alone tells nothing.
final class HashKey {

    private static final int OCTETS = 32;

    private HashKey() {}

    /// The kept key, or a new one.
    ///
    /// @param notices told if the kept one could not be used
    static byte[] obtain(StateFolder folder, SecureRandom random, Consumer<String> notices) throws StoreTrouble {
        Path file = folder.hashKey();
        try {
            byte[] kept = read(file);
            if (kept.length == OCTETS) {
                return kept;
            }
            if (kept.length > 0 || Files.exists(file)) {
                Path aside = file.resolveSibling("hash.key.damaged");
                PrivateFile.rename(file, aside);
                notices.accept(
                        "%s: was damaged: %d bytes (expected: %d). Set aside as %s; a new one takes its place, and credentials that worked are to be learned again."
                                .formatted(file, kept.length, OCTETS, aside.getFileName()));
            }
            byte[] fresh = new byte[OCTETS];
            random.nextBytes(fresh);
            PrivateFile.write(file, fresh);
            folder.adopt(file);
            return fresh;
        } catch (IOException failed) {
            throw StateFolder.unusable(file, failed);
        }
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            return new byte[0];
        }
    }
}
