package dev.portcullis.admin;

import dev.portcullis.admin.AdminSocketTrouble.Kind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The socket's place in the file system, held by one process at a time.
///
/// A lock on `<socket>.lock` decides who may replace what a crash left behind, so that two starts at the same
/// moment cannot delete each other's socket. The lock file stays: to delete it would open that race again.
final class SocketFile implements AutoCloseable {

    /// `sun_path` of unix(7) holds 108 bytes with the closing NUL.
    static final int LONGEST_PATH = 107;

    private static final int BACKLOG = 16;

    private final Path path;
    private final FileChannel lock;
    private final ServerSocketChannel channel;

    private SocketFile(Path path, FileChannel lock, ServerSocketChannel channel) {
        this.path = path;
        this.lock = lock;
        this.channel = channel;
    }

    static SocketFile open(Path path) throws AdminSocketTrouble {
        requireShort(path);
        FileChannel lock = null;
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            lock = lock(path);
            clear(path);
            return new SocketFile(path, lock, bind(path));
        } catch (AdminSocketTrouble known) {
            closeQuietly(lock);
            throw known;
        } catch (IOException failed) {
            closeQuietly(lock);
            throw notPossible(path, reason(failed), failed);
        }
    }

    ServerSocketChannel channel() {
        return channel;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try (lock;
                channel) {
            Files.deleteIfExists(path);
        }
    }

    /// Closes, whatever happens on the way.
    void abandon() {
        closeQuietly(this);
    }

    static void requireShort(Path path) throws AdminSocketTrouble {
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_PATH) {
            throw new AdminSocketTrouble(
                    Kind.PATH_TOO_LONG,
                    "%s: %d bytes long (expected: at most %d, what a Unix socket's address holds). Set admin.socket to a shorter path."
                            .formatted(path, bytes, LONGEST_PATH),
                    null);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        Path file = path.resolveSibling(path.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // The same answer as for any other holder.
        } catch (IOException failed) {
            closeQuietly(channel);
            throw failed;
        }
        closeQuietly(channel);
        throw alreadyRunning(path);
    }

    private static void clear(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw notPossible(path, "there is something that is not a socket", null);
        }
        if (answers(path)) {
            throw alreadyRunning(path);
        }
        Files.delete(path);
    }

    private static boolean answers(Path path) {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    /// Between bind and the mode 0600 the folder (0700, if it is ours) and the check of each peer's user keep
    /// others out.
    private static ServerSocketChannel bind(Path path) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            return channel;
        } catch (IOException failed) {
            closeQuietly(channel);
            throw failed;
        }
    }

    private static AdminSocketTrouble alreadyRunning(Path path) {
        return new AdminSocketTrouble(
                Kind.ALREADY_RUNNING,
                "%s: another Portcullis is running (expected: none with this state folder). Stop it with: portcullis stop"
                        .formatted(path),
                null);
    }

    static AdminSocketTrouble notPossible(Path path, String reason, @Nullable Throwable cause) {
        return new AdminSocketTrouble(
                Kind.NOT_POSSIBLE,
                "%s: the admin socket cannot be opened: %s (expected: a folder that user %s may write). Set state or admin.socket."
                        .formatted(path, reason, System.getProperty("user.name", "?")),
                cause);
    }

    private static String reason(IOException failed) {
        if (failed instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failed instanceof FileSystemException detailed && detailed.getReason() != null) {
            return detailed.getReason();
        }
        String message = failed.getMessage();
        return message == null ? failed.getClass().getSimpleName() : message;
    }

    private static void closeQuietly(@Nullable AutoCloseable resource) {
        if (resource == null) {
            return;
        }
        try {
            resource.close();
        } catch (Exception ignored) {
            // The failure that led here is the one to report.
        }
    }
}
