package dev.portcullis.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A file that grows at its end. Once a second it is looked whether its name still means the same file: logrotate
/// renames it or deletes it, and then a new one is made.
final class FileTarget implements LogTarget {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final byte[] LINE_BREAK = {'\n'};
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /// Opens a file to write at its end.
    interface Opener {
        WritableByteChannel open(Path file) throws IOException;
    }

    private final Path file;
    private final InstantSource time;
    private final Opener opener;
    private WritableByteChannel channel;
    private @Nullable Object identity;
    private Instant looked;

    /// Whether the file ends inside a line, which will be written again.
    private boolean torn;

    FileTarget(Path file, InstantSource time) throws IOException {
        this(file, time, FileTarget::append);
    }

    FileTarget(Path file, InstantSource time, Opener opener) throws IOException {
        this.file = file;
        this.time = time;
        this.opener = opener;
        this.channel = opener.open(file);
        this.identity = identity(file);
        this.looked = time.instant();
    }

    private static WritableByteChannel append(Path file) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return FileChannel.open(file, options, OWNER_ONLY);
    }

    /// Device and inode; null if there is no such file.
    private static @Nullable Object identity(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    @Override
    public void write(ByteBuffer lines) throws IOException {
        look();
        if (torn) {
            channel.write(ByteBuffer.wrap(LINE_BREAK));
            torn = false;
        }
        int start = lines.position();
        try {
            while (lines.hasRemaining()) {
                channel.write(lines);
            }
        } catch (IOException e) {
            int reached = lines.position();
            lines.position(lineStart(lines, start, reached));
            torn = lines.position() < reached;
            throw e;
        }
    }

    private static int lineStart(ByteBuffer lines, int from, int reached) {
        int at = reached;
        while (at > from && lines.get(at - 1) != '\n') {
            at--;
        }
        return at;
    }

    private void look() throws IOException {
        Instant now = time.instant();
        // A clock that was set back must not stop the looking.
        if (now.isBefore(looked.plus(BETWEEN_LOOKS)) && !now.isBefore(looked)) {
            return;
        }
        looked = now;
        Object current = identity(file);
        if (current == null || !Objects.equals(current, identity)) {
            WritableByteChannel next = opener.open(file);
            channel.close();
            channel = next;
            identity = identity(file);
            torn = false;
        }
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
