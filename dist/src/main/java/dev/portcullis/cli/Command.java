package dev.portcullis.cli;

import dev.portcullis.cli.Invocation.CallFailed;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// One command: how it reads, and what it does.
///
/// Built with picocli's programmatic interface: no reflection, so the module opens nothing.
record Command(CommandSpec spec, Action action) {

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
        return new Command(spec, action);
    }

    Command withJson() {
        return with(OptionSpec.builder("--json").description("Prints JSON.").build());
    }

    Command with(OptionSpec option) {
        spec.addOption(option);
        return this;
    }

    Command with(String label, String meaning) {
        spec.addPositional(PositionalParamSpec.builder()
                .index(String.valueOf(spec.positionalParameters().size()))
                .arity("1")
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
