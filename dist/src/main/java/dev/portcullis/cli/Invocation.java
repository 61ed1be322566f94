package dev.portcullis.cli;

import dev.portcullis.admin.AdminClient;
import dev.portcullis.admin.AdminJson;
import dev.portcullis.admin.AdminReply.Answered;
import dev.portcullis.admin.AdminReply.Failed;
import dev.portcullis.admin.AdminReply.NoPermission;
import dev.portcullis.admin.AdminReply.NotRunning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/// One command with all that was given to it.
///
/// @param root what was given before the command's name
/// @param parsed what was given behind it
record Invocation(Program program, Console console, ParseResult root, ParseResult parsed) {

    /// Longer than any answer takes, shorter than a person waits.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    boolean json() {
        return parsed.hasMatchedOption("--json");
    }

    Places places() {
        return new Places(path("--config"), path("--state"));
    }

    String positional(int index) {
        return parsed.matchedPositionalValue(index, "");
    }

    /// Global options are valid before and behind the command's name.
    private Optional<Path> path(String option) {
        return Stream.of(parsed, root)
                .filter(level -> level.hasMatchedOption(option))
                .map(level -> level.<Path>matchedOptionValue(option, null))
                .findFirst();
    }

    /// Asks the first server that runs.
    ///
    /// @return its answer with status 2xx; empty if none runs
    /// @throws CallFailed when one runs, but gave no such answer
    Optional<String> ask(String method, String path, Map<String, String> parameters) throws UsageTrouble, CallFailed {
        AdminClient client = new AdminClient(PATIENCE);
        for (Path socket : program.adminSockets(places())) {
            switch (client.call(socket, method, path, parameters)) {
                case Answered answer -> {
                    return Optional.of(good(answer));
                }
                case NotRunning nobody -> {}
                case NoPermission no ->
                    throw new CallFailed(
                            "%s: it belongs to another user (expected: your own, or you as root). Try with sudo."
                                    .formatted(socket),
                            1);
                case Failed failed -> throw new CallFailed(failed.message(), 1);
            }
        }
        return Optional.empty();
    }

    /// What to say when [#ask] found nobody.
    String notRunning() throws UsageTrouble {
        List<Path> sockets = program.adminSockets(places());
        return "not running (no answer at %s). Start it with: portcullis run"
                .formatted(sockets.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }

    private static String good(Answered answer) throws CallFailed {
        if (answer.status() < 300) {
            return answer.json();
        }
        String error = AdminJson.parse(answer.json())
                .map(fields -> fields.text("error"))
                .filter(text -> !text.isEmpty())
                .orElse("the server answered with status " + answer.status());
        throw new CallFailed(error, answer.status() == 400 ? 2 : 1);
    }

    /// A server runs, and could not do what was asked.
    static final class CallFailed extends Exception {

        private static final long serialVersionUID = 1L;

        private final int exitCode;

        CallFailed(String message, int exitCode) {
            super(message);
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }
}
