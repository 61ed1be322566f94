package dev.portcullis.cli;

import dev.portcullis.admin.LoginsReport;
import dev.portcullis.admin.ProbeEntry;
import dev.portcullis.admin.ProbesReport;
import dev.portcullis.admin.TopReport;
import dev.portcullis.admin.WhyReport;
import dev.portcullis.cli.Invocation.CallFailed;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.OptionSpec;

/// The commands that show what clients did.
final class TrafficCommands {

    private static final String A_FEW = "10";
    private static final String MANY = "1000";

    private TrafficCommands() {}

    static List<Command> all() {
        Command why = Command.of(
                        "why",
                        "Shows what is known of an address: bans, failed logins, probes, and what spared it.",
                        TrafficCommands::why)
                .with("IP", "The client's address.")
                .withJson();
        Command probes = Command.of("probes", "Shows the latest probes, or who probes what.", TrafficCommands::probes)
                .with(OptionSpec.builder("--top")
                        .type(String.class)
                        .arity("0..1")
                        .fallbackValue("path")
                        .paramLabel("path|source")
                        .description("Shows what was probed most, or who probed most; of the last 7 days, unless"
                                + " --since says otherwise.")
                        .build())
                .flag("--follow", "Goes on to show probes as they come.")
                .option("--since", "TIME", "Only probes since then: 24h, 7d, 2026-11-23 or RFC 3339.")
                .option("--limit", "N", "So many at most; default: 100.")
                .withJson();
        Command logins = Command.of("logins", "Shows failed and successful logins.", TrafficCommands::logins)
                .flag("--failed", "Only failed ones.")
                .option("--since", "TIME", "Only logins since then: 24h, 7d, 2026-11-23 or RFC 3339.")
                .option("--limit", "N", "So many at most; default: 100.")
                .withJson();
        return List.of(why, probes, logins);
    }

    private static int why(Invocation invocation) throws UsageTrouble, CallFailed {
        String json = invocation.consult("/v1/why", Map.of("ip", invocation.positional(0)));
        WhyReport report = WhyReport.parse(json).orElseThrow(Invocation::noReport);
        return print(invocation, json, WhyText.of(report, invocation.console().paint()));
    }

    private static int logins(Invocation invocation) throws UsageTrouble, CallFailed {
        Map<String, String> asked = invocation.parameters("--failed", "--since", "--limit");
        String json = invocation.consult("/v1/logins", asked);
        LoginsReport report = LoginsReport.parse(json).orElseThrow(Invocation::noReport);
        return print(
                invocation,
                json,
                TrafficText.logins(
                        report, invocation.has("--failed"), invocation.console().paint()));
    }

    private static int probes(Invocation invocation) throws UsageTrouble, CallFailed {
        Map<String, String> asked = invocation.parameters("--since", "--limit");
        if (invocation.has("--top")) {
            return top(invocation, asked);
        }
        if (invocation.has("--follow")) {
            return follow(invocation, asked);
        }
        String json = invocation.consult("/v1/probes", asked);
        ProbesReport report = ProbesReport.parse(json).orElseThrow(Invocation::noReport);
        return print(
                invocation,
                json,
                TrafficText.probes(report, invocation.console().paint()));
    }

    private static int top(Invocation invocation, Map<String, String> asked) throws UsageTrouble, CallFailed {
        if (invocation.has("--follow")) {
            throw new UsageTrouble("--top, --follow: both (expected: one of them)");
        }
        Map<String, String> parameters = new TreeMap<>(asked);
        parameters.put("by", invocation.parsed().matchedOptionValue("--top", "path"));
        String json = invocation.consult("/v1/probes/top", parameters);
        TopReport report = TopReport.parse(json).orElseThrow(Invocation::noReport);
        return print(
                invocation, json, TrafficText.top(report, invocation.console().paint()));
    }

    /// Until it is interrupted, or nobody reads on.
    private static int follow(Invocation invocation, Map<String, String> asked) throws UsageTrouble, CallFailed {
        Map<String, String> first = new TreeMap<>(asked);
        first.putIfAbsent("limit", A_FEW);
        String json = invocation.consult("/v1/probes", first);
        ProbesReport report = ProbesReport.parse(json).orElseThrow(Invocation::noReport);
        long last = tell(invocation, report, 0);
        while (invocation.around().pace().next() && !invocation.console().out().checkError()) {
            Map<String, String> next = new TreeMap<>(Map.of("limit", MANY));
            if (last > 0) {
                next.put("after", String.valueOf(last));
            } else if (asked.containsKey("since")) {
                next.put("since", asked.get("since"));
            }
            var answer = invocation.ask("GET", "/v1/probes", next);
            if (answer.isEmpty()) {
                invocation.console().complain(invocation.notRunning());
                return 1;
            }
            last = tell(invocation, ProbesReport.parse(answer.get()).orElseThrow(Invocation::noReport), last);
        }
        return 0;
    }

    /// Oldest first.
    ///
    /// @return the id up to which all is told
    private static long tell(Invocation invocation, ProbesReport report, long last) {
        PrintWriter out = invocation.console().out();
        long latest = last;
        for (ProbeEntry probe : report.probes().reversed()) {
            out.println(invocation.json() ? probe.toJson() : TrafficText.line(probe));
            latest = Math.max(latest, probe.id());
        }
        out.flush();
        return latest;
    }

    private static int print(Invocation invocation, String json, String text) {
        invocation.console().out().print(invocation.json() ? json + System.lineSeparator() : text);
        return 0;
    }
}
