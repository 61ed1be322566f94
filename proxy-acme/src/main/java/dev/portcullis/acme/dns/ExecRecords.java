package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Records that a program of the owner's sets: `program add|remove NAME VALUE`, with exit code 0 when done.
///
/// It runs without a shell, in `/`, with PATH as its only variable and nothing to read, for at most a minute.
public final class ExecRecords implements DnsRecords {

    private static final Duration LONGEST_RUN = Duration.ofSeconds(60);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final int LONGEST_LINE = 300;
    private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";

    private final Path program;
    private final Duration longestRun;

    /// @param program an executable file
    public ExecRecords(Path program) {
        this(program, LONGEST_RUN);
    }

    ExecRecords(Path program, Duration longestRun) {
        this.program = program.toAbsolutePath();
        this.longestRun = longestRun;
    }

    @Override
    public void add(String name, String value) throws AcmeFailure {
        run("add", name, value);
    }

    @Override
    public void remove(String name, String value) throws AcmeFailure {
        run("remove", name, value);
    }

    private void run(String verb, String name, String value) throws AcmeFailure {
        Process process = start(verb, name, value);
        OutputTail output = new OutputTail();
        Thread reader = Thread.ofVirtual().start(() -> output.readAll(process.getInputStream()));
        try {
            if (!process.waitFor(longestRun.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure(
                        verb,
                        name,
                        "still running after " + longestRun.toSeconds() + " s, and ended by us",
                        output,
                        "Let it end sooner: do not wait in it until the record shows, that is done afterwards.");
            }
            // Something that it left running may hold its output open.
            reader.join(LAST_WORDS);
            if (process.exitValue() != 0) {
                throw failure(
                        verb,
                        name,
                        "exit code " + process.exitValue(),
                        output,
                        "Run it by hand: %s %s %s VALUE".formatted(program, verb, name));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failure(verb, name, "interrupted", output, "It is tried again after the next start.");
        } finally {
            end(process);
        }
    }

    private Process start(String verb, String name, String value) throws AcmeFailure {
        ProcessBuilder builder = new ProcessBuilder(List.of(program.toString(), verb, name, value))
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        String path = Objects.requireNonNullElse(System.getenv("PATH"), USUAL_PATH);
        builder.environment().clear();
        builder.environment().put("PATH", path);
        try {
            return builder.start();
        } catch (IOException failed) {
            throw failure(
                    verb,
                    name,
                    "cannot be started: " + failed.getMessage(),
                    new OutputTail(),
                    "Check that the file exists, begins with #! and may be executed by the user Portcullis runs as.");
        }
    }

    /// The children are looked up first: once their parent is gone nobody knows whose they were.
    private static void end(Process process) {
        if (process.isAlive()) {
            Stream.concat(process.descendants().toList().stream(), Stream.of(process.toHandle()))
                    .forEach(ProcessHandle::destroyForcibly);
        }
    }

    private AcmeFailure failure(String verb, String name, String found, OutputTail output, String remedy) {
        String last = ForeignText.inOneLine(output.lastLine(), LONGEST_LINE);
        return new AcmeFailure(AcmeTrouble.of(
                Cause.DNS_UPDATE_FAILED,
                "%s %s %s".formatted(program, verb, name),
                last.isEmpty() ? found : found + ", last line: \"" + last + "\"",
                remedy));
    }
}
