package dev.portcullis.cli;

import dev.portcullis.admin.ExplainReport;
import dev.portcullis.admin.StatusReport;
import dev.portcullis.cli.Invocation.CallFailed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/// The commands that only look.
final class ShowCommands {

    private ShowCommands() {}

    static List<Command> all() {
        Command status = Command.of(
                        "status",
                        "Shows how the running server is doing: listeners, upstreams, certificates, bans, counts.",
                        ShowCommands::status)
                .withJson();
        status.spec()
                .usageMessage()
                .footer(
                        "",
                        "Exit code 1 when no server runs, and when a certificate has ended, could not be had several",
                        "times, or needs you.");
        Command explain = Command.of(
                        "explain",
                        "Shows which rule would decide a request, and how. Asks the running server, else the"
                                + " configuration.",
                        ShowCommands::explain)
                .with("METHOD", "GET, POST and so on.")
                .with("URL", "For example https://home.example.org/api/ or, with one site only, a path.")
                .with(OptionSpec.builder("--from")
                        .type(String.class)
                        .arity("1")
                        .required(true)
                        .paramLabel("IP")
                        .description("The client's address.")
                        .build())
                .withJson();
        return List.of(status, explain);
    }

    private static int status(Invocation invocation) throws UsageTrouble, CallFailed {
        Optional<String> answer = invocation.ask("GET", "/v1/status", Map.of());
        Console console = invocation.console();
        if (answer.isEmpty()) {
            console.complain(invocation.notRunning());
            return 1;
        }
        StatusReport report = StatusReport.parse(answer.get()).orElseThrow(Invocation::noReport);
        if (invocation.json()) {
            console.out().println(answer.get());
        } else {
            console.out().print(StatusText.of(report, console.paint()));
        }
        return report.certificates().stream().anyMatch(StatusReport.Certificate::needsAttention) ? 1 : 0;
    }

    private static int explain(Invocation invocation) throws UsageTrouble, CallFailed {
        ExplainQuestion question = new ExplainQuestion(
                invocation.positional(0),
                invocation.positional(1),
                invocation.parsed().matchedOptionValue("--from", ""));
        Optional<String> answer = invocation.ask(
                "GET",
                "/v1/explain",
                Map.of("method", question.method(), "url", question.url(), "from", question.from()));
        Console console = invocation.console();
        ExplainReport report = answer.isPresent()
                ? ExplainReport.parse(answer.get()).orElseThrow(Invocation::noReport)
                : invocation.program().explain(question, invocation.places());
        if (answer.isEmpty()) {
            console.complain("no server runs; this is what the configuration says");
        }
        if (invocation.json()) {
            console.out().println(report.toJson());
        } else {
            console.out().print(ExplainText.of(question, report, console.paint()));
        }
        return 0;
    }
}
