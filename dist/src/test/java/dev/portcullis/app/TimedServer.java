package dev.portcullis.app;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.admin.AdminSocketTrouble;
import dev.portcullis.cli.Cli;
import dev.portcullis.cli.Console;
import dev.portcullis.config.ConfigFile;
import dev.portcullis.config.Loaded;
import dev.portcullis.core.StartFailure;
import dev.portcullis.store.StoreTrouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// A whole server in this process, whose clock stands still until a test moves it.
public final class TimedServer implements AutoCloseable {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
    private final Path folder;
    private final RunningServer server;
    private boolean closed;

    /// What a command said, and how it ended.
    public record Said(int exit, String out, String err) {}

    /// @param folder where the configuration is written to, and relative paths in it begin
    public TimedServer(Path folder, String yaml) throws IOException {
        this.folder = folder;
        Path file = folder.resolve("portcullis.yaml");
        Files.writeString(file, yaml);
        try {
            server = switch (new ConfigFile(_ -> null).load(file)) {
                case Loaded.Ok ok -> RunningServer.start(ok.config(), file.toString(), now::get);
                case Loaded.Broken broken -> throw new AssertionError(broken.problems());
            };
        } catch (StartFailure | CertificateTrouble | AdminSocketTrouble | StoreTrouble e) {
            throw new AssertionError(e);
        }
    }

    public int port() {
        return server.planeStatus().https().getFirst().port();
    }

    public void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /// Runs a command line against it.
    public Said say(String... arguments) {
        return say(folder, arguments);
    }

    /// Runs a command line against the server of the configuration in a folder, in whatever process that runs.
    public static Said say(Path folder, String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--config", folder.resolve("portcullis.yaml").toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new Cli(new Portcullis(_ -> null), new Console(new PrintWriter(out), new PrintWriter(err), false))
                .run(line.toArray(String[]::new));
        return new Said(exit, out.toString(), err.toString());
    }

    /// Ends it, once all that happened is judged and on disk.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            server.close();
        }
    }
}
