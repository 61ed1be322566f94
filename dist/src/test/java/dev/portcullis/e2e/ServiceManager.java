package dev.portcullis.e2e;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/// What systemd does for a service, done by a small program of its own: it holds listening sockets, starts
/// Portcullis with them as often as it is asked to, and reads out what that tells.
final class ServiceManager implements AutoCloseable {

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final BufferedWriter orders;
    private long pid;

    /// @param options of the stand-in, such as `--listen https`
    ServiceManager(Path folder, List<String> options) throws IOException {
        Path script = folder.resolve("service-manager.pl");
        try (InputStream text =
                Objects.requireNonNull(ServiceManager.class.getResourceAsStream("service-manager.pl"))) {
            Files.write(script, text.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("perl", script.toString()));
        command.addAll(options);
        command.add("--");
        command.addAll(Program.command(
                List.of("-Dio.netty.leakDetection.level=paranoid"), "run", "--config", "portcullis.yaml"));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        process = builder.start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(() -> listen(said));
        orders = process.outputWriter(StandardCharsets.UTF_8);
    }

    private void listen(BufferedReader reader) {
        try (reader) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException _) {
            // It was ended.
        }
    }

    /// Reads on to a line that begins so.
    ///
    /// @return the rest of it
    String awaits(String beginning) {
        return awaits(beginning, line -> line.startsWith(beginning) ? beginning.length() : -1);
    }

    /// Reads on to a line of the program that has this in it.
    ///
    /// @return what stands behind it
    String awaitsWithin(String part) {
        return awaits(part, line -> line.contains(part) ? line.indexOf(part) + part.length() : -1);
    }

    /// @param behind where in a line the wanted text ends; -1 if it is another line
    private String awaits(String wanted, ToIntFunction<String> behind) {
        StringBuilder before = new StringBuilder();
        while (true) {
            String line = next();
            if (line.contains("LEAK:")) {
                throw new AssertionError("a buffer leaked: " + line);
            }
            if (line.isEmpty()) {
                throw new AssertionError("no line with \"" + wanted + "\":\n" + before);
            }
            int end = behind.applyAsInt(line);
            if (end >= 0) {
                return line.substring(end);
            }
            before.append(line).append('\n');
        }
    }

    /// @return empty if none came for a long time
    private String next() {
        try {
            return Objects.requireNonNullElse(lines.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS), "");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The port of a socket that it holds; ask in the order of the options.
    int port(String name) {
        return Integer.parseInt(awaits("port " + name + " "));
    }

    /// Has the program started.
    void start() throws IOException {
        orders.write('\n');
        orders.flush();
        pid = Long.parseLong(awaits("started "));
    }

    /// @param name such as `HUP`
    void signal(String name) {
        Tool.run(List.of("kill", "-" + name, Long.toString(pid)));
    }

    /// Waits for the end of the program.
    ///
    /// @return its exit code, or by which signal it ended
    String ended() {
        return awaits("ended ");
    }

    /// Ends the program, if a test did not come to that, and itself.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
