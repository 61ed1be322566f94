package dev.portcullis.store;

import dev.portcullis.acme.store.PrivateFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The folder of the state, and how files in it come to be: readable to its owner alone, whoever makes them.
record StateFolder(Path path) {

    private static final Set<PosixFilePermission> FILE_0600 = PosixFilePermissions.fromString("rw-------");

    /// Makes the folder where it is missing.
    static StateFolder open(Path path) throws StoreTrouble {
        try {
            PrivateFile.createFolder(path);
            return new StateFolder(path.toRealPath());
        } catch (IOException failed) {
            throw unusable(path, failed);
        }
    }

    Path database() {
        return path.resolve("portcullis.db");
    }

    Path lock() {
        return path.resolve("portcullis.db.lock");
    }

    Path hashKey() {
        return path.resolve("hash.key");
    }

    /// Makes an empty file, mode 0600, or narrows the mode of one that exists.
    ///
    /// @return whether it is new
    boolean claim(Path file) throws IOException {
        boolean fresh;
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE_0600));
            fresh = true;
        } catch (FileAlreadyExistsException _) {
            Files.setPosixFilePermissions(file, FILE_0600);
            fresh = false;
        }
        adopt(file);
        return fresh;
    }

    /// Gives a file that root made to the folder's owner, whom the server runs as.
    void adopt(Path file) throws IOException {
        PosixFileAttributes folder = Files.readAttributes(path, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (!view.readAttributes().owner().equals(folder.owner())) {
            view.setOwner(folder.owner());
            view.setGroup(folder.group());
        }
    }

    static StoreTrouble unusable(Path where, Exception failed) {
        return new StoreTrouble(
                "%s: cannot be used: %s (expected: a folder that user %s may write). Check its owner, its mode and the free space."
                        .formatted(where, reason(failed), System.getProperty("user.name", "?")));
    }

    private static String reason(Exception failed) {
        return switch (failed) {
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it is no folder";
            default -> SqlFault.words(failed);
        };
    }
}
