package dev.portcullis.cli;

import dev.portcullis.cli.Invocation.CallFailed;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// One command: how it reads, and what it does.
///
/// Built with picocli's programmatic interface: no reflection, so the module opens nothing.
///
/// @param below commands behind its name
record Command(CommandSpec spec, Action action, List<Command> below) {

    Command {
        below = List.copyOf(below);
    }

    /// Does the work of a command.
    interface Action {
        /// Gives the exit code.
        int run(Invocation invocation) throws UsageTrouble, CallFailed;
    }

    static Command of(String name, String meaning, Action action) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(meaning);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Shows this help.")
                .build());
        return new Command(spec, action, List.of());
    }

    Command withJson() {
        return with(OptionSpec.builder("--json").description("Prints JSON.").build());
    }

    /// A family of commands; its own name alone does what it does itself.
    Command with(List<Command> commands) {
        commands.forEach(command -> spec.addSubcommand(command.name(), command.spec));
        return new Command(spec, action, commands);
    }

    /// An option without a value.
    Command flag(String name, String meaning) {
        return with(OptionSpec.builder(name).description(meaning).build());
    }

    /// An option with a value.
    Command option(String name, String label, String meaning) {
        return with(OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(meaning)
                .build());
    }

    Command with(OptionSpec option) {
        spec.addOption(option);
        return this;
    }

    Command with(String label, String meaning) {
        return with(label, meaning, "1");
    }

    /// @param arity `1`, or `0..1` for what may be left out
    Command with(String label, String meaning, String arity) {
        spec.addPositional(PositionalParamSpec.builder()
                .index(String.valueOf(spec.positionalParameters().size()))
                .arity(arity)
                .paramLabel(label)
                .type(String.class)
                .description(meaning)
                .build());
        return this;
    }

    String name() {
        return spec.name();
    }
}
