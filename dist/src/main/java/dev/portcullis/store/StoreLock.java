package dev.portcullis.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whoever holds it is the only user of a state folder. The kernel takes it back when the process ends, however it
/// ends.
final class StoreLock implements AutoCloseable {

    private static final Duration RETRY = Duration.ofMillis(50);

    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @param patience a command that changes bans holds the lock for a moment, a server that ends for seconds
    static StoreLock take(StateFolder folder, Duration patience) throws StoreTrouble {
        Path file = folder.lock();
        long end = System.nanoTime() + patience.toNanos();
        try {
            folder.claim(file);
            // Not closed where it is this process that holds the lock: that would give the lock back.
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            while (lock(channel) == null) {
                if (System.nanoTime() - end >= 0) {
                    throw new StoreTrouble(
                            "%s: another Portcullis is running with it%s (expected: one for each state folder). End it with \"portcullis stop\", or name another folder with --state."
                                    .formatted(folder.database(), holder(channel)));
                }
                Thread.sleep(RETRY);
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return new StoreLock(channel);
        } catch (IOException failed) {
            throw StateFolder.unusable(file, failed);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StoreTrouble(file + ": interrupted while another process used it (expected: patience)");
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        String digits = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
        boolean wellFormed = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return wellFormed ? " (pid " + digits + ")" : "";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
