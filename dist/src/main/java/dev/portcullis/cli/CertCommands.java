package dev.portcullis.cli;

import dev.portcullis.admin.AdminJson;
import dev.portcullis.admin.CertEntry;
import dev.portcullis.admin.CertTestReport;
import dev.portcullis.admin.CertTestReport.Trial;
import dev.portcullis.admin.CertsReport;
import dev.portcullis.cli.Invocation.CallFailed;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `certs` and the commands below it.
final class CertCommands {

    /// Of half a second each: an hour.
    private static final int MOST_LOOKS = 7200;

    private CertCommands() {}

    static List<Command> all() {
        Command certs = listing("certs", "Shows the certificates, renews them, and tries out whether they can be had.")
                .with(List.of(
                        listing("list", "Shows the certificates, and what is wrong with them."),
                        Command.of("renew", "Renews before the time has come, and waits for it.", CertCommands::renew)
                                .with("NAME", "One of the certificate's names; all of them when left out.", "0..1")
                                .withJson(),
                        Command.of(
                                        "test",
                                        "Has a certificate issued that is never used, and shows each step. Where the"
                                                + " authority has a staging one, it is asked there.",
                                        CertCommands::test)
                                .with("NAME", "One of the certificate's names; all of them when left out.", "0..1")
                                .withJson()));
        return List.of(certs);
    }

    private static Command listing(String name, String meaning) {
        Command command = Command.of(name, meaning, CertCommands::list).withJson();
        command.spec()
                .usageMessage()
                .footer(
                        "",
                        "Exit code 1 when a certificate has ended, when it could not be had several times, or when",
                        "nothing but you can help.");
        return command;
    }

    private static int list(Invocation invocation) throws UsageTrouble, CallFailed {
        String json = invocation.consult("/v1/certs", Map.of());
        CertsReport report = CertsReport.parse(json).orElseThrow(Invocation::noReport);
        print(invocation, json, CertText.list(report, invocation.console().paint()));
        return report.needsAttention() ? 1 : 0;
    }

    private static int renew(Invocation invocation) throws UsageTrouble, CallFailed {
        CertsReport before = report(ask(invocation, "GET", "/v1/certs", Map.of()));
        String begun = ask(invocation, "POST", "/v1/certs/renew", name(invocation));
        List<String> labels =
                AdminJson.parse(begun).map(fields -> fields.texts("renewing")).orElse(List.of());
        if (labels.isEmpty()) {
            throw Invocation.noReport();
        }
        Progress progress = new Progress(invocation, "renewing " + String.join(", ", labels));
        String json = begun;
        CertsReport now = before;
        boolean ended = false;
        for (int look = 0;
                look < MOST_LOOKS && !ended && invocation.around().quickly().next();
                look++) {
            json = ask(invocation, "GET", "/v1/certs", Map.of());
            now = report(json);
            ended = haveEnded(labels, before, now);
            progress.look();
        }
        progress.end();
        List<CertEntry> renewed = now.certificates().stream()
                .filter(entry -> labels.contains(entry.label()))
                .toList();
        if (!ended) {
            invocation.console().complain("it goes on (expected: an end by now). See later with: portcullis certs");
        }
        CertsReport result = new CertsReport(now.time(), renewed);
        print(
                invocation,
                json,
                ended ? CertText.renewed(result, invocation.console().paint()) : "");
        boolean good = renewed.size() == labels.size()
                && renewed.stream().allMatch(entry -> entry.trouble().isEmpty());
        return ended && good ? 0 : 1;
    }

    /// An attempt that has ended has another end than the one before; see
    /// [dev.portcullis.admin.CertificateDesk#renew]. One that is gone has ended too.
    private static boolean haveEnded(List<String> labels, CertsReport before, CertsReport now) {
        return labels.stream().allMatch(label -> {
            Optional<CertEntry> entry = named(label, now);
            return entry.isEmpty()
                    || (!entry.get().working()
                            && !entry.get()
                                    .lastAttempt()
                                    .equals(named(label, before).flatMap(CertEntry::lastAttempt)));
        });
    }

    private static Optional<CertEntry> named(String label, CertsReport report) {
        return report.certificates().stream()
                .filter(entry -> entry.label().equals(label))
                .findFirst();
    }

    private static int test(Invocation invocation) throws UsageTrouble, CallFailed {
        ask(invocation, "POST", "/v1/certs/test", name(invocation));
        CertTestText shown = new CertTestText(invocation.console().paint());
        Progress progress = new Progress(invocation, "testing");
        PrintWriter out = invocation.console().out();
        String json = "";
        CertTestReport report = CertTestReport.NONE;
        for (int look = 0; look < MOST_LOOKS && invocation.around().quickly().next(); look++) {
            json = ask(invocation, "GET", "/v1/certs/test", Map.of());
            report = CertTestReport.parse(json).orElseThrow(Invocation::noReport);
            String news = shown.news(report);
            if (!invocation.json() && !news.isEmpty()) {
                progress.end();
                out.print(news);
                out.flush();
            }
            if (!report.running()) {
                break;
            }
            progress.look();
        }
        progress.end();
        if (invocation.json()) {
            out.println(json);
        }
        if (report.running()) {
            invocation.console().complain("certs test: it goes on (expected: an end by now)");
        }
        boolean good = !report.running()
                && !report.tests().isEmpty()
                && report.tests().stream().allMatch(Trial::ok);
        return good ? 0 : 1;
    }

    private static Map<String, String> name(Invocation invocation) {
        String name = invocation.positional(0);
        return name.isEmpty() ? Map.of() : Map.of("name", name);
    }

    private static CertsReport report(String json) throws CallFailed {
        return CertsReport.parse(json).orElseThrow(Invocation::noReport);
    }

    /// Only a server can do it: two would order twice.
    private static String ask(Invocation invocation, String method, String path, Map<String, String> parameters)
            throws UsageTrouble, CallFailed {
        Optional<String> answer = invocation.ask(method, path, parameters);
        if (answer.isEmpty()) {
            throw new CallFailed(invocation.notRunning(), 1);
        }
        return answer.get();
    }

    private static void print(Invocation invocation, String json, String text) {
        invocation.console().out().print(invocation.json() ? json + System.lineSeparator() : text);
    }

    /// Shows on a terminal that work goes on, from the second second on.
    private static final class Progress {

        private static final int PATIENCE = 4;

        private final Invocation invocation;
        private final String what;
        private int looks;
        private int shown;

        Progress(Invocation invocation, String what) {
            this.invocation = invocation;
            this.what = Width.cut(Escaped.text(what), 60);
        }

        void look() {
            looks++;
            if (invocation.around().terminal() && looks >= PATIENCE) {
                String line = what + " … " + looks / 2 + " s";
                PrintWriter err = invocation.console().err();
                err.print("\r" + line);
                err.flush();
                shown = Width.of(line);
            }
        }

        /// Takes the line back.
        void end() {
            if (shown > 0) {
                invocation.console().err().print("\r" + " ".repeat(shown) + "\r");
                invocation.console().err().flush();
                shown = 0;
            }
        }
    }
}
