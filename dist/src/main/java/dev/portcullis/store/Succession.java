package dev.portcullis.store;

import dev.portcullis.acme.store.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// How a new database takes the place of a damaged one, so that a kill at any moment loses neither.
///
/// The new one comes to be as `portcullis.db.new`, and is whole and on the disk before the old one is moved. So beside
/// an old one it may be half done; without one it is whole.
///
/// @param file where the database belongs
record Succession(Path file, InstantSource time) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final List<String> LOGS = List.of("-wal", "-shm");

    /// The new one, as long as it is in the making.
    Path fresh() {
        return part(file, ".new");
    }

    /// Whether only the last steps are missing.
    boolean isPending() {
        return Files.notExists(file) && Files.exists(fresh());
    }

    /// Removes a new one that is not whole.
    void clear() throws IOException {
        Files.deleteIfExists(fresh());
        for (String log : LOGS) {
            Files.deleteIfExists(part(fresh(), log));
        }
    }

    /// Both files change places; to be called once the new one is whole and closed.
    ///
    /// @return where the old one is now
    Path complete() throws IOException {
        try (FileChannel channel = FileChannel.open(fresh(), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Path aside = free(part(file, ".damaged-" + STAMP.format(time.instant())));
        if (Files.exists(file)) {
            PrivateFile.rename(file, aside);
        }
        // The old one's logs first: SQLite would take them for the new one's.
        for (String log : LOGS) {
            if (Files.exists(part(file, log))) {
                PrivateFile.rename(part(file, log), part(aside, log));
            }
        }
        PrivateFile.rename(fresh(), file);
        return aside;
    }

    private static Path part(Path file, String part) {
        return file.resolveSibling(file.getFileName() + part);
    }

    private static Path free(Path wanted) {
        Path free = wanted;
        for (int i = 2; Files.exists(free) || Files.exists(part(free, "-wal")); i++) {
            free = part(wanted, "-" + i);
        }
        return free;
    }
}
