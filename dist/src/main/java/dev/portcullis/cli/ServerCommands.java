package dev.portcullis.cli;

import dev.portcullis.admin.AdminJson;
import dev.portcullis.cli.Invocation.CallFailed;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/// The commands that start, check or stop a server.
final class ServerCommands {

    private static final int DEMO_PORT = 8443;

    private ServerCommands() {}

    static List<Command> starting() {
        Command demo = Command.of(
                        "demo",
                        "Runs everything with no set-up: a stand-in for Home Assistant, a self-signed certificate, https"
                                + " on port 8443. Prints what to try.",
                        ServerCommands::demo)
                .with(OptionSpec.builder("--port")
                        .type(Integer.class)
                        .arity("1")
                        .paramLabel("N")
                        .description("Listens on another port than 8443; 0 takes a free one.")
                        .build());
        Command run = Command.of(
                "run",
                "Runs the server in the foreground. SIGTERM or \"portcullis stop\" lets requests finish first.",
                invocation -> invocation.program().run(invocation.places(), invocation.console()));
        Command check = Command.of(
                        "check",
                        "Validates the configuration: prints all problems, or \"ok\" and what is exposed to whom.",
                        invocation -> invocation
                                .program()
                                .check(invocation.places(), invocation.json(), invocation.console()))
                .withJson();
        return List.of(demo, InitCommand.of(), run, check);
    }

    static Command reload() {
        Command reload = Command.of(
                        "reload",
                        "Has the running server take up its configuration file anew. Connections, websockets, bans and"
                                + " certificates stay; what is no longer allowed is closed.",
                        ServerCommands::reload)
                .withJson();
        reload.spec().usageMessage().footer("", "Exit code 2 when the file has a problem: then nothing has changed.");
        return reload;
    }

    private static int reload(Invocation invocation) throws UsageTrouble, CallFailed {
        Optional<String> answer = invocation.ask("POST", "/v1/reload", Map.of());
        if (answer.isEmpty()) {
            invocation.console().complain(invocation.notRunning());
            return 1;
        }
        if (invocation.json()) {
            invocation.console().out().println(answer.get());
            return 0;
        }
        AdminJson.Fields done = AdminJson.parse(answer.get()).orElseThrow(Invocation::noReport);
        List<String> changes = done.texts("changes");
        PrintWriter out = invocation.console().out();
        out.println(changes.isEmpty() ? "reloaded: nothing has changed" : "reloaded");
        changes.forEach(change -> out.println("  " + Escaped.text(change)));
        if (done.number("ended") > 0) {
            out.println("  closed, as not allowed any more: " + done.number("ended"));
        }
        return 0;
    }

    static Command stop() {
        return Command.of("stop", "Stops the running server.", ServerCommands::stop);
    }

    private static int demo(Invocation invocation) throws UsageTrouble {
        int port = invocation.parsed().matchedOptionValue("--port", DEMO_PORT);
        if (port < 0 || port > 65_535) {
            throw new UsageTrouble("--port: %d (expected: 0 to 65535)".formatted(port));
        }
        return invocation.program().demo(port, invocation.places(), invocation.console());
    }

    private static int stop(Invocation invocation) throws UsageTrouble, CallFailed {
        if (invocation.ask("POST", "/v1/stop", Map.of()).isEmpty()) {
            invocation.console().complain(invocation.notRunning());
            return 1;
        }
        invocation.console().err().println("stopping");
        return 0;
    }
}
