package dev.portcullis.e2e;

import dev.portcullis.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Portcullis as a process of its own, started and ended the way a user does.
final class Program implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("(?:127\\.0\\.0\\.1|localhost):(\\d+)");

    private final Process process;
    private final Captured out;
    private final Captured err;

    /// How a process ended, and all that it said.
    record Ended(int exit, String out, String err) {}

    private Program(Process process) {
        this.process = process;
        this.out = new Captured(process.getInputStream());
        this.err = new Captured(process.getErrorStream());
    }

    /// Starts the program in a folder.
    ///
    /// @param jvmOptions come behind the usual ones
    static Program start(Path folder, List<String> jvmOptions, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(command(jvmOptions, arguments)).directory(folder.toFile());
        // Without a --state, a demonstration looks here: never at one that really runs.
        builder.environment().put("XDG_STATE_HOME", folder.resolve("home").toString());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return started(builder);
    }

    private static Program started(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new Program(process);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Starts a command around the program, with this environment alone.
    static Program other(Path folder, Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return started(builder);
    }

    /// The command line that starts it.
    ///
    /// @param jvmOptions come behind the usual ones
    static List<String> command(List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /// Starts a server that watches every buffer for leaks.
    static Program serve(Path folder, String... arguments) {
        return start(folder, List.of("-Dio.netty.leakDetection.level=paranoid"), arguments);
    }

    /// Runs a command that ends by itself.
    static Ended run(Path folder, String... arguments) {
        try (Program program = start(folder, List.of("-XX:TieredStopAtLevel=1"), arguments)) {
            return program.ended();
        }
    }

    /// A server with this configuration, once it serves; it is written to `portcullis.yaml` in the folder.
    static Program configured(Path folder, List<String> jvmOptions, String yaml) {
        write(folder.resolve("portcullis.yaml"), yaml);
        List<String> options = new ArrayList<>(jvmOptions);
        if (jvmOptions.isEmpty()) {
            options.add("-Dio.netty.leakDetection.level=paranoid");
        }
        Program program = start(folder, options, "run", "--config", "portcullis.yaml");
        try {
            program.line("serving ");
        } catch (AssertionError e) {
            program.close();
            throw e;
        }
        return program;
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// The first line of standard output with one of these in it.
    String line(String... parts) {
        return out.line(parts)
                .orElseThrow(() -> new AssertionError("no line with " + List.of(parts) + " came, but:\n" + out.soFar()
                        + "\nand on standard error:\n" + err.soFar()));
    }

    /// Where it listens, by what it printed first.
    int port() {
        Matcher port = PORT.matcher(line("serving ", "https://localhost:"));
        if (!port.find()) {
            throw new AssertionError("no port in:\n" + out.soFar());
        }
        return Integer.parseInt(port.group(1));
    }

    long pid() {
        return process.pid();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /// Sends SIGTERM. The streams stay open, other than after [Process#destroy()].
    void terminate() {
        process.toHandle().destroy();
    }

    /// Waits for its end.
    Ended ended() {
        try {
            if (!process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running; it said:\n" + out.soFar() + err.soFar());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        Ended ended = new Ended(process.exitValue(), out.all(), err.all());
        if (ended.out.contains("LEAK:") || ended.err.contains("LEAK:")) {
            throw new AssertionError("a buffer leaked:\n" + ended.out + ended.err);
        }
        return ended;
    }

    /// Ends it, if a test did not come to that.
    @Override
    public void close() {
        if (process.isAlive()) {
            process.toHandle().destroyForcibly();
        }
    }
}
