package dev.portcullis.e2e;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program of the system, such as curl, as a process of its own.
final class Tool implements AutoCloseable {

    private static final long MOST_SECONDS = 100;

    private final Process process;
    private final Captured out;
    private final Captured err;

    Tool(List<String> command) {
        try {
            process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new AssertionError(command.getFirst() + ": cannot be started (expected: on the PATH)", e);
        }
        out = new Captured(process.getInputStream());
        err = new Captured(process.getErrorStream());
    }

    /// Runs one to its end, which must be a good one.
    ///
    /// @return what it printed
    static String run(List<String> command) {
        try (Tool tool = new Tool(command)) {
            return tool.ended();
        }
    }

    /// Waits for a line that is just this.
    void says(String line) {
        String said = out.line(line)
                .orElseThrow(() -> new AssertionError("no \"" + line + "\" but:\n" + out.soFar() + err.soFar()));
        if (!said.equals(line)) {
            throw new AssertionError("not \"" + line + "\" but: " + said);
        }
    }

    /// Waits for its end, which must be a good one.
    ///
    /// @return what it printed
    String ended() {
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running; it said:\n" + out.soFar() + err.soFar());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("exit code " + process.exitValue() + ":\n" + out.all() + err.all());
        }
        return out.all();
    }

    /// What it printed on standard error, once it ended.
    String complaints() {
        return err.all();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.toHandle().destroyForcibly();
        }
    }
}
