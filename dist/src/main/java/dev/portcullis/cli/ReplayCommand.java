package dev.portcullis.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `replay`: who would have been banned.
final class ReplayCommand {

    private ReplayCommand() {}

    static Command of() {
        Command replay = Command.of(
                        "replay",
                        "Shows who would have been banned, when and why, had the configured policy watched over the"
                                + " traffic of access logs: our own, exactly; those of nginx (combined) and Caddy (JSON) by"
                                + " status and path. Changes nothing.",
                        ReplayCommand::run)
                .with(OptionSpec.builder("--policy")
                        .type(Path.class)
                        .arity("1")
                        .paramLabel("FILE")
                        .description("Takes the policy of this configuration in place of the current one.")
                        .build())
                .with(OptionSpec.builder("--diff")
                        .description("Compares the current policy with that of --policy.")
                        .build())
                .withJson();
        replay.spec()
                .addPositional(PositionalParamSpec.builder()
                        .index("0..*")
                        .arity("1..*")
                        .required(true)
                        .paramLabel("LOG")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("Access logs, in any order; \"-\" reads standard input.")
                        .build());
        return replay;
    }

    private static int run(Invocation invocation) throws UsageTrouble {
        List<String> logs = invocation.parsed().matchedPositionalValue(0, List.of());
        Optional<Path> policy = Optional.ofNullable(invocation.parsed().matchedOptionValue("--policy", null));
        boolean diff = invocation.parsed().hasMatchedOption("--diff");
        if (diff && policy.isEmpty()) {
            throw new UsageTrouble(
                    "--diff: there is only one policy (expected: a second one). Name it with --policy FILE.");
        }
        ReplayAnswer answer = invocation
                .program()
                .replay(new ReplayQuestion(logs, policy, diff), invocation.places(), invocation.console());
        Console console = invocation.console();
        if (invocation.json()) {
            console.out().println(ReplayJson.of(answer));
        } else {
            console.out().print(ReplayText.of(answer, console.paint()));
        }
        if (answer.report().clients() == 0 && answer.report().skipped() > 0) {
            console.complain("not one line could be read (expected: Portcullis' own access log, nginx combined or Caddy"
                    + " JSON)");
            return 1;
        }
        return 0;
    }
}
