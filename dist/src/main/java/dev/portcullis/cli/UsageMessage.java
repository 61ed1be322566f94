package dev.portcullis.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What to tell someone whose command cannot be understood.
///
/// @param commands those that exist
record UsageMessage(List<Command> commands) {

    private static final int FEW_EDITS = 3;

    String of(ParameterException exception) {
        CommandLine line = exception.getCommandLine();
        if (exception instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String argument = unmatched.getUnmatched().getFirst();
            boolean first = line.getParent() == null;
            if (argument.startsWith("-")) {
                return "unknown option \"%s\"%s".formatted(argument, advice(unmatched, line));
            }
            if (first) {
                String known = commands.stream().map(Command::name).collect(Collectors.joining(", "));
                return unknown(argument, known, unmatched, line);
            }
            if (!line.getSubcommands().isEmpty()) {
                return unknown(argument, String.join(", ", line.getSubcommands().keySet()), unmatched, line);
            }
            return "\"%s\" is one argument too many%s".formatted(argument, advice(unmatched, line));
        }
        return exception.getMessage() + help(line);
    }

    private static String unknown(String name, String known, UnmatchedArgumentException unmatched, CommandLine line) {
        return "unknown command \"%s\" (expected: one of %s)%s".formatted(name, known, advice(unmatched, line));
    }

    private static String advice(UnmatchedArgumentException unmatched, CommandLine line) {
        String typed = unmatched.getUnmatched().getFirst();
        return unmatched.getSuggestions().stream()
                .filter(known -> edits(typed, known) <= FEW_EDITS)
                .findFirst()
                .map(". Did you mean \"%s\"?"::formatted)
                .orElseGet(() -> help(line));
    }

    /// Levenshtein's distance: how many characters to insert, delete or replace.
    private static int edits(String from, String to) {
        int[] above = IntStream.rangeClosed(0, to.length()).toArray();
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[to.length()];
    }

    private static String help(CommandLine line) {
        return ". Try: %s --help".formatted(line.getCommandSpec().qualifiedName());
    }
}
