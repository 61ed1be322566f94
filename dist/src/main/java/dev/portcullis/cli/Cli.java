package dev.portcullis.cli;

import dev.portcullis.cli.Invocation.CallFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/// The command line: from arguments to an exit code, 0 fine, 1 failed or not found, 2 usage or configuration.
public final class Cli {

    private static final int WIDTH = 100;
    private static final Set<String> ANYWHERE = Set.of("--config", "--state", "--json");

    private final Program program;
    private final Console console;
    private final Surroundings around;
    private final List<Command> commands = Stream.of(
                    ServerCommands.starting(),
                    ShowCommands.all(),
                    List.of(TopCommand.of(), DoctorCommand.of()),
                    CertCommands.all(),
                    BanCommands.all(),
                    TrafficCommands.all(),
                    List.of(ReplayCommand.of()),
                    List.of(ServerCommands.reload(), ServerCommands.stop()))
            .flatMap(List::stream)
            .toList();

    /// @param program does the work behind the commands
    public Cli(Program program, Console console) {
        this(program, console, Surroundings.system());
    }

    Cli(Program program, Console console, Surroundings around) {
        this.program = program;
        this.console = console;
        this.around = around;
    }

    /// Runs one command.
    public int run(String... arguments) {
        CommandLine line = new CommandLine(spec());
        line.setOut(console.out());
        line.setErr(console.err());
        line.setUsageHelpWidth(WIDTH);
        line.setColorScheme(Help.defaultColorScheme(console.colours() ? Help.Ansi.ON : Help.Ansi.OFF));
        line.setParameterExceptionHandler((exception, given) -> refuse(exception));
        line.setExecutionStrategy(this::execute);
        int exitCode = line.execute(arguments);
        console.out().flush();
        console.err().flush();
        return exitCode;
    }

    /// As in `portcullis --version`.
    public static String version() {
        try (InputStream in = Cli.class.getResourceAsStream("version.txt")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            return "unknown";
        }
    }

    /// All commands and options, as picocli models them.
    CommandSpec spec() {
        CommandSpec root = CommandSpec.create().name("portcullis");
        root.version("portcullis " + version());
        root.usageMessage()
                .description("The public front door of a smart home: https in front of Home Assistant.")
                .synopsisSubcommandLabel("COMMAND")
                .footer("", "Exit codes: 0 fine, 1 failed or not found, 2 usage or configuration.");
        root.addOption(place("--config", "FILE", "Default: portcullis.yaml, else /etc/portcullis/portcullis.yaml."));
        root.addOption(place("--state", "DIR", "The state folder, in place of the configured one."));
        root.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Shows this help, or that of a command.")
                .build());
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Shows the version.")
                .build());
        commands.forEach(command -> root.addSubcommand(command.name(), command.spec()));
        return root;
    }

    private static OptionSpec place(String name, String label, String meaning) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(Path.class)
                .arity("1")
                .scopeType(ScopeType.INHERIT)
                .description(meaning)
                .build();
    }

    private int execute(ParseResult root) {
        Integer help = CommandLine.executeHelpRequest(root);
        if (help != null) {
            return help;
        }
        if (!root.hasSubcommand()) {
            root.commandSpec().commandLine().usage(console.err());
            return CommandLine.ExitCode.USAGE;
        }
        List<ParseResult> levels = new ArrayList<>(List.of(root));
        List<Command> choice = commands;
        Command command = null;
        for (ParseResult level = root; level.hasSubcommand(); level = level.subcommand()) {
            command = named(choice, level.subcommand());
            choice = command.below();
            levels.addFirst(level.subcommand());
        }
        try {
            refuseMisplaced(levels);
            return Objects.requireNonNull(command)
                    .action()
                    .run(new Invocation(program, console, around, List.copyOf(levels)));
        } catch (UsageTrouble trouble) {
            console.complain(String.valueOf(trouble.getMessage()));
            return CommandLine.ExitCode.USAGE;
        } catch (CallFailed failed) {
            console.complain(String.valueOf(failed.getMessage()));
            return failed.exitCode();
        }
    }

    private static Command named(List<Command> choice, ParseResult level) {
        return choice.stream()
                .filter(candidate -> candidate.name().equals(level.commandSpec().name()))
                .findFirst()
                .orElseThrow();
    }

    /// `bans --all remove` would otherwise read as something quite different from `bans remove --all`.
    private static void refuseMisplaced(List<ParseResult> levels) throws UsageTrouble {
        for (ParseResult level : levels.subList(1, levels.size() - 1)) {
            for (OptionSpec option : level.matchedOptions()) {
                if (!ANYWHERE.contains(option.longestName())) {
                    throw new UsageTrouble("%s: before the name of the command (expected: behind \"%s\")"
                            .formatted(
                                    option.longestName(),
                                    levels.getFirst().commandSpec().name()));
                }
            }
        }
    }

    private int refuse(ParameterException exception) {
        console.complain(new UsageMessage(commands).of(exception));
        return CommandLine.ExitCode.USAGE;
    }
}
