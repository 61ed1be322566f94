package dev.portcullis.app;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.admin.AdminSocketTrouble;
import dev.portcullis.cli.Cli;
import dev.portcullis.cli.Console;
import dev.portcullis.config.ConfigFile;
import dev.portcullis.config.Loaded;
import dev.portcullis.core.StartFailure;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import dev.portcullis.store.StoreTrouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// A house and the Portcullis in front of it, in one process and with one clock that a test moves by hand.
///
/// Its name is `home.test`; a front proxy on loopback tells where clients are; everything is exposed to everybody.
public final class WatchedHouse implements AutoCloseable {

    public static final String HOST = "home.test";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T00:00:00Z"));
    private final InstantSource clock = now::get;
    private final Path folder;
    private final HomeAssistantDouble house;
    private RunningServer server;

    /// What a command said, and how it ended.
    public record Said(int exit, String out, String err) {}

    /// @param folder for configuration, state and `access.log`
    public WatchedHouse(Path folder) throws IOException {
        this.folder = folder;
        house = HomeAssistantDouble.start(Settings.usual().withClock(clock));
        Files.writeString(folder.resolve("portcullis.yaml"), """
                listen: {https: ["127.0.0.1:0"], forwarded_from: [127.0.0.1]}
                sites:
                  - hosts: [%s]
                    upstream: http://127.0.0.1:%d
                    expose: [{preset: ui, from: [internet, lan]}]
                    otherwise: 404
                certificates: {self_signed: true}
                state: state
                logs: {access: access.log}
                timeouts: {request_idle: 4h}
                """.formatted(HOST, house.port()));
        server = serve();
    }

    private RunningServer serve() {
        Path file = folder.resolve("portcullis.yaml");
        try {
            return switch (new ConfigFile(_ -> null).load(file)) {
                case Loaded.Ok ok -> RunningServer.start(ok.config(), file.toString(), clock);
                case Loaded.Broken broken -> throw new AssertionError(broken.problems());
            };
        } catch (StartFailure | CertificateTrouble | AdminSocketTrouble | StoreTrouble e) {
            throw new AssertionError(e);
        }
    }

    public int port() {
        return server.planeStatus().https().getFirst().port();
    }

    public HomeAssistantDouble house() {
        return house;
    }

    public void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /// Ends Portcullis, once all that happened is judged and on disk.
    public void stop() {
        server.close();
    }

    /// Stops it and starts it again, on another port.
    public void restart() {
        stop();
        server = serve();
    }

    /// Runs a command as a user would, in the folder.
    public Said say(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--config", folder.resolve("portcullis.yaml").toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new Cli(new Portcullis(_ -> null), new Console(new PrintWriter(out), new PrintWriter(err), false))
                .run(line.toArray(String[]::new));
        return new Said(exit, out.toString(), err.toString());
    }

    @Override
    public void close() {
        stop();
        house.close();
    }
}
