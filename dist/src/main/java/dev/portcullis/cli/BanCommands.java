package dev.portcullis.cli;

import dev.portcullis.admin.BanEntry;
import dev.portcullis.admin.BanReport;
import dev.portcullis.admin.BansReport;
import dev.portcullis.cli.BanExport.Exported;
import dev.portcullis.cli.Invocation.CallFailed;
import dev.portcullis.rules.net.Address;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `bans` and the commands below it.
final class BanCommands {

    private static final String MOST = "100000";

    private BanCommands() {}

    static List<Command> all() {
        Command bans = listing("bans", "Shows who is banned and why, and bans or pardons.")
                .with(List.of(
                        listing("list", "Shows the bans, newest first."),
                        Command.of("show", "Shows the bans of an address: timeline, rule, evidence.", BanCommands::show)
                                .with("IP", "An address or a network.")
                                .withJson(),
                        Command.of("add", "Bans an address or a network.", BanCommands::add)
                                .with("IP|CIDR", "What to ban. An IPv6 address stands for its /64.")
                                .option("--for", "TIME", "Such as 10s, 5m, 4h, 30d or forever; else as a first ban.")
                                .option("--reason", "TEXT", "Shown wherever the ban is.")
                                .flag("--force", "Also where it hits who is never banned, or yourself.")
                                .withJson(),
                        Command.of("remove", "Ends bans before their time.", BanCommands::remove)
                                .with("IP|CIDR", "Ends the bans that hold it or lie in it.", "0..1")
                                .flag("--all", "Ends all of them.")
                                .option("--reason", "TEXT", "Kept with the ban.")
                                .withJson(),
                        Command.of("export", "Prints the active bans for other programs.", BanCommands::export)
                                .option("--format", "FORMAT", "json, csv, plain, nft or ha; default: json.")
                                .withJson(),
                        Command.of("import", "Takes in bans, all of them or none.", BanCommands::takeIn)
                                .with(
                                        "FILE",
                                        "json, csv or plain as \"export\" writes them, or Home Assistant's"
                                                + " ip_bans.yaml; - reads from the standard input.")
                                .option("--for", "TIME", "How long those last that do not say so; default: forever.")
                                .flag("--force", "Also where it hits who is never banned, or yourself.")
                                .withJson()));
        return List.of(bans);
    }

    private static Command listing(String name, String meaning) {
        return Command.of(name, meaning, BanCommands::list)
                .option("--zone", "NAME", "Only bans in this zone.")
                .option("--reason", "CAUSE", "Only failed_logins, probes, rule, neighbours, owner or import.")
                .option("--since", "TIME", "Only bans since then: 24h, 7d, 2026-11-23 or RFC 3339.")
                .option("--ip", "IP|CIDR", "Only bans that hold it or lie in it.")
                .option("--limit", "N", "So many at most; default: 100.")
                .flag("--all", "Also those that are over.")
                .withJson();
    }

    private static int list(Invocation invocation) throws UsageTrouble, CallFailed {
        Map<String, String> asked = invocation.parameters("--zone", "--reason", "--since", "--ip", "--limit", "--all");
        String json = invocation.consult("/v1/bans", asked);
        BansReport report = BansReport.parse(json).orElseThrow(Invocation::noReport);
        return print(
                invocation,
                json,
                BanText.list(report, !asked.isEmpty(), invocation.console().paint()));
    }

    private static int show(Invocation invocation) throws UsageTrouble, CallFailed {
        String json = invocation.consult("/v1/bans/show", Map.of("ip", invocation.positional(0)));
        BanReport report =
                BanReport.parse(json).filter(known -> !known.bans().isEmpty()).orElseThrow(Invocation::noReport);
        return print(invocation, json, BanText.show(report, invocation.console().paint()));
    }

    private static int add(Invocation invocation) throws UsageTrouble, CallFailed {
        Map<String, String> wish = new TreeMap<>(invocation.parameters("--for", "--reason", "--force"));
        wish.put("network", invocation.positional(0));
        wish.putAll(own(invocation));
        String json = invocation.consult("POST", "/v1/bans/add", wish, "");
        return changed(invocation, json, "banned");
    }

    private static int remove(Invocation invocation) throws UsageTrouble, CallFailed {
        String network = invocation.positional(0);
        if (network.isEmpty() != invocation.has("--all")) {
            throw new UsageTrouble("bans remove: %s (expected: an address or a network, or --all)"
                    .formatted(network.isEmpty() ? "nothing named" : "both an address and --all"));
        }
        Map<String, String> wish = new TreeMap<>(invocation.parameters("--all", "--reason"));
        if (!network.isEmpty()) {
            wish.put("network", network);
        }
        return changed(invocation, invocation.consult("POST", "/v1/bans/remove", wish, ""), "no longer banned");
    }

    private static int changed(Invocation invocation, String json, String what) throws CallFailed {
        BansReport report = BansReport.parse(json).orElseThrow(Invocation::noReport);
        StringBuilder text = new StringBuilder();
        for (BanEntry ban : report.bans()) {
            String until = what.equals("banned")
                    ? ban.until().map(end -> " until " + Ago.moment(end)).orElse(" for ever")
                    : "";
            text.append(Escaped.text(BanWords.network(ban.network()))).append(": ");
            text.append(what).append(until).append('\n');
        }
        if (report.bans().isEmpty()) {
            text.append("nobody is banned; nothing to do\n");
        }
        return print(invocation, json, text.toString());
    }

    private static int export(Invocation invocation) throws UsageTrouble, CallFailed {
        String format = invocation.parsed().matchedOptionValue("--format", "json");
        if (!BanExport.FORMATS.contains(format) || (invocation.json() && !format.equals("json"))) {
            throw new UsageTrouble(
                    "--format: \"%s\" (expected: one of %s)".formatted(format, String.join(", ", BanExport.FORMATS)));
        }
        String json = invocation.consult("/v1/bans", Map.of("limit", MOST));
        BansReport report = BansReport.parse(json).orElseThrow(Invocation::noReport);
        Exported exported = BanExport.of(format, report, json);
        invocation.console().out().print(exported.text());
        if (exported.leftOut() > 0) {
            invocation
                    .console()
                    .complain("%s left out (expected: %s)"
                            .formatted(BanWords.counted(exported.leftOut(), "ban"), exported.expected()));
        }
        if (report.total() > report.bans().size()) {
            invocation
                    .console()
                    .complain("only the newest %d of %d bans (expected: all)"
                            .formatted(report.bans().size(), report.total()));
            return 1;
        }
        return 0;
    }

    private static int takeIn(Invocation invocation) throws UsageTrouble, CallFailed {
        BanImport read = BanImport.read(
                invocation.positional(0),
                invocation.around().input(),
                invocation.parsed().matchedOptionValue("--for", "forever"));
        if (read.wishes().isEmpty()) {
            invocation.console().complain(invocation.positional(0) + ": no bans in it; nothing to do");
            return 0;
        }
        Map<String, String> parameters = new TreeMap<>(invocation.parameters("--force"));
        parameters.putAll(own(invocation));
        String json = invocation.consult("POST", "/v1/bans/import", parameters, read.toJson());
        BansReport report = BansReport.parse(json).orElseThrow(Invocation::noReport);
        long imported = report.bans().size();
        long leftOut = read.leftOut() + read.wishes().size() - imported;
        String rest = leftOut <= 0 ? "" : ", %,d left out: over, only observed, or given twice".formatted(leftOut);
        return print(invocation, json, BanWords.counted(imported, "ban") + " imported" + rest + "\n");
    }

    private static Map<String, String> own(Invocation invocation) {
        return invocation
                .around()
                .own()
                .map(Address::toString)
                .map(address -> Map.of("own", address))
                .orElse(Map.of());
    }

    private static int print(Invocation invocation, String json, String text) {
        invocation.console().out().print(invocation.json() ? json + System.lineSeparator() : text);
        return 0;
    }
}
