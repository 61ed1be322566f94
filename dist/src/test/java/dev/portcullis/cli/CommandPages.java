package dev.portcullis.cli;

import java.util.List;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What is written about the command line for readers elsewhere, made of the command line itself.
final class CommandPages {

    private static final String EXITS = "Exit codes: 0 fine, 1 failed or not found, 2 usage or configuration.";

    private final CommandLine root;

    CommandPages(CommandSpec spec) {
        root = new CommandLine(spec);
    }

    /// `docs/cli.md`
    String markdown() {
        StringBuilder page = new StringBuilder(
                        "# The command line\n\n<!-- Made from the program: CommandPagesTest. -->\n\n")
                .append("Every command takes `--config FILE`, `--state DIR` and `--help`; ")
                .append("those that print facts take `--json`. ")
                .append(EXITS)
                .append("\n");
        commands(root).forEach(command -> {
            page.append("\n## ").append(name(command)).append("\n\n");
            page.append("```text\n").append(synopsis(command)).append("\n```\n\n");
            page.append(description(command)).append("\n");
            List<ArgSpec> arguments = arguments(command);
            if (!arguments.isEmpty()) {
                page.append("\n| argument | meaning |\n|---|---|\n");
                arguments.forEach(it -> page.append("| `")
                        .append(label(it))
                        .append("` | ")
                        .append(meaning(it).replace("|", "\\|"))
                        .append(" |\n"));
            }
        });
        return page.toString();
    }

    /// `man portcullis`, in the macros of man(7).
    String manual() {
        StringBuilder page = new StringBuilder()
                .append(".\\\" Made from the program: CommandPagesTest.\n")
                .append(".TH PORTCULLIS 1 \"\" Portcullis \"User Commands\"\n")
                .append(".SH NAME\nportcullis \\- the front door of Home Assistant\n")
                .append(".SH SYNOPSIS\n.B portcullis\n")
                .append("[\\fB\\-\\-config\\fR \\fIFILE\\fR] [\\fB\\-\\-state\\fR \\fIDIR\\fR] \\fICOMMAND\\fR\n")
                .append(".SH DESCRIPTION\n")
                .append(roff(
                        "Portcullis stands on port 443 in front of Home Assistant. It terminates TLS with certificates"
                                + " that it gets and renews by itself, lets through only what its owner chose to expose, tells"
                                + " Home Assistant the true address of every client, notices failed logins and probes, and"
                                + " bans who keeps trying."))
                .append("\n.SH OPTIONS\n");
        root.getCommandSpec().options().forEach(option -> manual(option, page));
        page.append(".SH COMMANDS\n");
        commands(root).forEach(command -> {
            page.append(".SS ").append(roff(name(command))).append("\n");
            page.append(".B ").append(roff(synopsis(command))).append("\n.PP\n");
            page.append(roff(description(command))).append("\n");
            arguments(command).forEach(argument -> manual(argument, page));
        });
        return page.append(
                        ".SH EXIT STATUS\n.TP\n0\nfine\n.TP\n1\nfailed or not found\n.TP\n2\nusage or configuration\n")
                .append(".SH FILES\n.TP\n.I /etc/portcullis/portcullis.yaml\nthe configuration\n")
                .append(".TP\n.I /var/lib/portcullis\ncertificates, their keys, bans and evidence\n")
                .append(".TP\n.I /usr/share/doc/portcullis\nevery key of the configuration, and all other pages\n")
                .append(".SH SEE ALSO\n.BR systemctl (1),\n.BR journalctl (1)\n")
                .toString();
    }

    private static void manual(ArgSpec argument, StringBuilder page) {
        page.append(".TP\n.B ").append(roff(label(argument))).append("\n");
        page.append(roff(meaning(argument))).append("\n");
    }

    /// For bash, and for zsh by its `bashcompinit`.
    String completion() {
        return AutoComplete.bash("portcullis", root);
    }

    private static Stream<CommandLine> commands(CommandLine above) {
        return above.getSubcommands().values().stream()
                .flatMap(command -> Stream.concat(Stream.of(command), commands(command)));
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static String synopsis(CommandLine command) {
        return command.getHelp().synopsis(0).strip().replaceAll("\\s+", " ");
    }

    private static String description(CommandLine command) {
        return String.join(" ", command.getCommandSpec().usageMessage().description());
    }

    /// Its own: those that all commands take are told once.
    private static List<ArgSpec> arguments(CommandLine command) {
        return command.getCommandSpec().args().stream()
                .filter(it -> !(it instanceof OptionSpec option) || !(option.usageHelp() || option.inherited()))
                .toList();
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? String.join(", ", option.names()) + (option.arity().max() > 0 ? " " + option.paramLabel() : "")
                : argument.paramLabel();
    }

    private static String meaning(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    /// A line beginning with a dot or a quote would be a request.
    private static String roff(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
