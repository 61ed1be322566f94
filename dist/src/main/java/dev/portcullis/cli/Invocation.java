package dev.portcullis.cli;

import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.admin.AdminClient;
import dev.portcullis.admin.AdminJson;
import dev.portcullis.admin.AdminLimits;
import dev.portcullis.admin.AdminReply.Answered;
import dev.portcullis.admin.AdminReply.Failed;
import dev.portcullis.admin.AdminReply.NoPermission;
import dev.portcullis.admin.AdminReply.NotRunning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.ParseResult;

/// One command with all that was given to it.
///
/// @param levels what was given behind each name, that of the command itself first, that of the program last
record Invocation(Program program, Console console, Surroundings around, List<ParseResult> levels) {

    /// Longer than any answer takes, shorter than a person waits.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Longer than the server gives any exchange: a change that is slow to be written is answered all the same.
    private static final Duration PATIENCE_FOR_CHANGES =
            AdminLimits.DEFAULT.time().plusSeconds(10);

    boolean json() {
        return levels.stream().anyMatch(level -> level.hasMatchedOption("--json"));
    }

    Places places() {
        return new Places(path("--config"), path("--state"));
    }

    /// What was given behind the command's own name.
    ParseResult parsed() {
        return levels.getFirst();
    }

    String positional(int index) {
        return parsed().matchedPositionalValue(index, "");
    }

    boolean has(String option) {
        return parsed().hasMatchedOption(option);
    }

    /// The values of these options, by the name of the parameter that they become; those that were not given are
    /// left out.
    Map<String, String> parameters(String... options) {
        Map<String, String> parameters = new TreeMap<>();
        for (String option : options) {
            if (has(option)) {
                String value = String.valueOf(parsed().<Object>matchedOptionValue(option, true));
                parameters.put(option.substring(2), value);
            }
        }
        return parameters;
    }

    /// Global options are valid before and behind the command's name.
    private Optional<Path> path(String option) {
        return levels.stream()
                .filter(level -> level.hasMatchedOption(option))
                .map(level -> level.<Path>matchedOptionValue(option, null))
                .findFirst();
    }

    /// Asks the first server that runs, else the database, and says so.
    String consult(String method, String path, Map<String, String> parameters, String body)
            throws UsageTrouble, CallFailed {
        Optional<String> answer = ask(method, path, parameters, body);
        if (answer.isPresent()) {
            return answer.get();
        }
        AdminAnswer offline = program.offline(method, path, parameters, body, places())
                .orElseThrow(() -> new CallFailed(
                        "no server runs, and there is no %s yet (expected: one of them). Start the server with: portcullis run"
                                .formatted(isAboutCertificates(path) ? "configuration" : "database"),
                        1));
        String json = good(path, new Answered(offline.status(), offline.json()));
        String kept = isAboutCertificates(path) ? "state folder" : "database";
        console.complain(
                method.equals("GET")
                        ? "no server runs; this is what its " + kept + " says"
                        : "no server runs; this was written to its " + kept);
        return json;
    }

    private static boolean isAboutCertificates(String path) {
        return path.startsWith("/v1/certs");
    }

    String consult(String path, Map<String, String> parameters) throws UsageTrouble, CallFailed {
        return consult("GET", path, parameters, "");
    }

    Optional<String> ask(String method, String path, Map<String, String> parameters) throws UsageTrouble, CallFailed {
        return ask(method, path, parameters, "");
    }

    /// Asks the first server that runs.
    ///
    /// @return its answer with status 2xx; empty if none runs
    /// @throws CallFailed when one runs, but gave no such answer
    Optional<String> ask(String method, String path, Map<String, String> parameters, String body)
            throws UsageTrouble, CallFailed {
        AdminClient client = new AdminClient(method.equals("GET") ? PATIENCE : PATIENCE_FOR_CHANGES);
        for (Path socket : program.adminSockets(places())) {
            switch (client.call(socket, method, path, parameters, body)) {
                case Answered answer -> {
                    return Optional.of(good(path, answer));
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
        return "not running (no answer at %s). Start it with: portcullis run. If it runs, name its folder with --state"
                .formatted(sockets.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }

    private static String good(String path, Answered answer) throws CallFailed {
        if (answer.status() < 300) {
            return answer.json();
        }
        String error = AdminJson.parse(answer.json())
                .map(fields -> fields.text("error"))
                .filter(text -> !text.isEmpty())
                .orElse("the server answered with status " + answer.status());
        String hint =
                answer.status() == 409 && path.startsWith("/v1/bans/") ? "\nrepeat it with --force if you mean it" : "";
        throw new CallFailed(error + hint, answer.status() == 400 ? 2 : 1);
    }

    /// For an answer that cannot be read.
    static CallFailed noReport() {
        return new CallFailed("the server's answer is not a report (expected: JSON). Is it of another version?", 1);
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
