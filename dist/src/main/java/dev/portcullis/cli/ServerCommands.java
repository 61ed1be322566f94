package dev.portcullis.cli;

import dev.portcullis.cli.Invocation.CallFailed;
import java.util.List;
import java.util.Map;
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
