package dev.portcullis.cli;

import dev.portcullis.admin.LiveReport;
import dev.portcullis.cli.Invocation.CallFailed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/// `top`: what is going on, again and again.
final class TopCommand {

    private static final int LONGEST_INTERVAL = 3600;
    private static final int LOOKS_A_SECOND = 2;

    private TopCommand() {}

    static Command of() {
        return Command.of(
                        "top",
                        "Shows live who is connected and what happens: requests, latency, failures, probes, bans. Press q to"
                                + " leave.",
                        TopCommand::run)
                .option("--interval", "SECONDS", "How often; default: 1.")
                .flag("--once", "Prints one picture and ends; so does top when its output is no terminal.")
                .with(OptionSpec.builder("--json")
                        .description("Prints JSON, one line for each look.")
                        .build());
    }

    private static int run(Invocation invocation) throws UsageTrouble, CallFailed {
        int interval = interval(invocation);
        Console console = invocation.console();
        Optional<String> first = ask(invocation);
        if (first.isEmpty()) {
            console.complain(invocation.notRunning());
            return 1;
        }
        boolean once = invocation.has("--once");
        if (invocation.json()) {
            return lines(invocation, first.get(), once, interval);
        }
        LiveReport report = report(first.get());
        if (once || !invocation.around().terminal()) {
            picture(report, report, Terminal.Size.USUAL, new Paint(false))
                    .forEach(line -> console.out().println(line));
            return 0;
        }
        return watch(invocation, report, interval);
    }

    private static int interval(Invocation invocation) throws UsageTrouble {
        String text = invocation.parsed().matchedOptionValue("--interval", "1");
        boolean digits = !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int interval = digits ? Integer.parseInt(text) : 0;
        if (interval < 1 || interval > LONGEST_INTERVAL) {
            throw new UsageTrouble("--interval: \"%s\" (expected: seconds, 1 to %d)".formatted(text, LONGEST_INTERVAL));
        }
        return interval;
    }

    private static int lines(Invocation invocation, String first, boolean once, int interval)
            throws UsageTrouble, CallFailed {
        Console console = invocation.console();
        Optional<String> next = Optional.of(first);
        while (next.isPresent()) {
            console.out().println(next.get());
            if (once || console.out().checkError() || !pause(invocation, interval)) {
                return 0;
            }
            next = ask(invocation);
        }
        console.complain(invocation.notRunning());
        return 1;
    }

    private static boolean pause(Invocation invocation, int seconds) {
        for (int i = 0; i < seconds; i++) {
            if (!invocation.around().pace().next()) {
                return false;
            }
        }
        return true;
    }

    private static int watch(Invocation invocation, LiveReport first, int interval) throws UsageTrouble, CallFailed {
        Paint paint = invocation.console().paint();
        LiveReport before = first;
        LiveReport now = first;
        try (Terminal terminal =
                new Terminal(invocation.console().out(), invocation.around().input())) {
            while (true) {
                terminal.show(picture(now, before, terminal.size(), paint));
                for (int look = 0; look < interval * LOOKS_A_SECOND; look++) {
                    if (terminal.quit() || !invocation.around().quickly().next()) {
                        return 0;
                    }
                }
                Optional<String> answer = ask(invocation);
                if (answer.isEmpty()) {
                    break;
                }
                before = now;
                now = report(answer.get());
            }
        }
        invocation.console().complain(invocation.notRunning());
        return 1;
    }

    private static List<String> picture(LiveReport now, LiveReport before, Terminal.Size size, Paint paint) {
        return new TopPicture(now, before, size.columns(), paint).lines(size.rows());
    }

    private static Optional<String> ask(Invocation invocation) throws UsageTrouble, CallFailed {
        return invocation.ask("GET", "/v1/top", Map.of());
    }

    private static LiveReport report(String json) throws CallFailed {
        return LiveReport.parse(json).orElseThrow(Invocation::noReport);
    }
}
