package dev.portcullis.acme.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;

/// A disk that does not wait for its platters. It can be full, and it can be the last thing that a program sees.
public final class QuickDisk implements Disk {

    private final AtomicInteger writesUntilKilled = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean killedAfterIt;
    private volatile boolean full;
    private volatile boolean killed;

    /// What `kill -9` is to a program.
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// The n-th write from now on, counted from one, never returns.
    ///
    /// @param afterIt whether it has happened
    public void killAt(int write, boolean afterIt) {
        writesUntilKilled.set(write);
        killedAfterIt = afterIt;
    }

    /// The program is killed just now: whatever it still tries to do to the disk does not happen.
    public Killed kill() {
        killed = true;
        return new Killed();
    }

    public boolean isKilled() {
        return killed;
    }

    /// The program is started again.
    public void restarted() {
        killed = false;
    }

    /// Whether the n-th write has not come so far.
    public boolean isAlive() {
        return writesUntilKilled.get() > 0;
    }

    public void full(boolean now) {
        full = now;
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        refuseIfKilled();
        boolean last = writesUntilKilled.decrementAndGet() == 0;
        if (last && !killedAfterIt) {
            throw kill();
        }
        if (full) {
            throw new IOException("No space left on device");
        }
        Path folder = file.getParent();
        Files.createDirectories(folder);
        Path fresh = folder.resolve("." + file.getFileName() + ".new");
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        if (last) {
            throw kill();
        }
    }

    private void refuseIfKilled() {
        if (killed) {
            throw new Killed();
        }
    }

    @Override
    public void rename(Path file, Path to) throws IOException {
        refuseIfKilled();
        Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
