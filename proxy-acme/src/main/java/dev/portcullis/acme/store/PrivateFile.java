package dev.portcullis.acme.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that only we may read and that survive a crash: whole in their old or their new state, never in between.
///
/// Modes are set as a file or folder comes to be, so there is no moment at which another user could open it.
public final class PrivateFile {

    private static final FileAttribute<Set<PosixFilePermission>> FILE_0600 = mode("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER_0700 = mode("rwx------");

    private PrivateFile() {}

    /// Creates the folder and its missing parents with mode 0700; folders that exist are left as they are.
    public static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder, FOLDER_0700);
    }

    /// Replaces the file's content, mode 0600; on the disk when this returns.
    public static void write(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + ": a file system's root (expected: a file)");
        }
        Path fresh = folder.resolve("." + file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE_0600)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
    }

    /// Renames a file within its folder; on the disk when this returns.
    public static void rename(Path file, Path to) throws IOException {
        Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            sync(folder);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }
}
