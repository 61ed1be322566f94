package dev.portcullis.config;

import java.util.List;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/// Says a YAML syntax error in plain words.
final class SyntaxFault {

    /// A kind of error that the parser is known to find.
    ///
    /// @param clue words of the parser's own message
    /// @param atContext the place to look at is where the construct begins, not where the parser gave up
    private record Known(String clue, boolean atContext, Fault fault) {}

    private static final List<Known> KNOWN = List.of(
            new Known(
                    "mapping values are not allowed",
                    false,
                    new Fault(
                            "a \":\" where no value can begin",
                            "one \"key: value\" on a line",
                            "Check the indentation, and quote text that holds \": \".")),
            new Known("(TAB)", false, new Fault("a tab", "spaces", "YAML is indented with spaces only.")),
            new Known(
                    "cannot start any token",
                    false,
                    new Fault("a value that begins with a reserved character", "the value in quotes")),
            new Known("expected ',' or ']'", true, new Fault("a list that is not closed", "\"]\"")),
            new Known("expected ',' or '}'", true, new Fault("a \"{\" that is not closed", "\"}\"")),
            new Known(
                    "expected <block end>",
                    false,
                    new Fault("indentation that fits no line above", "the same column as the lines it belongs to")),
            new Known(
                    "expected '<document start>'",
                    false,
                    new Fault("indentation that fits no line above", "the same column as the lines it belongs to")),
            new Known(
                    "could not find expected ':'",
                    true,
                    new Fault("a line without \":\"", "\"key: value\", or \"- value\" in a list")),
            new Known(
                    "unknown escape character",
                    false,
                    new Fault(
                            "an unknown escape in a double-quoted text",
                            "\\\\ for a backslash",
                            "Single quotes need no escapes.")),
            new Known(
                    "Expected a property name",
                    false,
                    new Fault(
                            "a key that is no plain text", "\"key: value\"", "Quote values that begin with [ or {.")));

    private static final Fault UNCLOSED_QUOTE = new Fault("a quote that is not closed", "the closing quote");

    private SyntaxFault() {}

    static void report(JacksonException failure, String text, Findings findings) {
        Mark end = SourceText.markAt(text, text.length());
        TokenStreamLocation location = failure.getLocation();
        Mark at = location == null ? end : new Mark(location.getLineNr(), location.getColumnNr());
        String problem = String.valueOf(failure.getOriginalMessage());
        String context = "";
        Mark begin = at;
        if (failure.getCause() instanceof MarkedYamlEngineException marked) {
            problem = String.valueOf(marked.getProblem());
            context = String.valueOf(marked.getContext());
            at = marked.getProblemMark().map(SyntaxFault::mark).orElse(at);
            begin = marked.getContextMark().map(SyntaxFault::mark).orElse(at);
        }
        if (context.contains("quoted scalar") && problem.contains("end of stream")) {
            findings.problem(Where.root(begin), UNCLOSED_QUOTE);
            return;
        }
        for (Known known : KNOWN) {
            if (problem.contains(known.clue)) {
                findings.problem(Where.root(known.atContext ? begin : at), known.fault);
                return;
            }
        }
        findings.problem(Where.root(at), new Fault("YAML syntax: " + Quoted.bare(problem), "valid YAML 1.2"));
    }

    private static Mark mark(org.snakeyaml.engine.v2.exceptions.Mark zeroBased) {
        return new Mark(zeroBased.getLine() + 1, zeroBased.getColumn() + 1);
    }
}
