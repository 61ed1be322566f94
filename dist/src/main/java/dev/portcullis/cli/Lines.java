package dev.portcullis.cli;

import java.util.ArrayList;
import java.util.List;

/// Text of at most 100 columns, with labels in a column of their own.
final class Lines {

    private static final int WIDTH = 100;

    private final StringBuilder text = new StringBuilder();

    Lines line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /// Whole lines, as they are.
    Lines text(String whole) {
        text.append(whole);
        return this;
    }

    /// Wraps `value` beside its label.
    ///
    /// @param painted the label as printed, perhaps in colour
    /// @param label the same without colour
    /// @param column where values begin
    Lines field(String painted, String label, int column, String value) {
        List<String> parts = wrap(value, WIDTH - column);
        text.append("  ").append(painted).append(" ".repeat(Math.max(1, column - 2 - label.length())));
        text.append(parts.getFirst()).append('\n');
        for (String part : parts.subList(1, parts.size())) {
            text.append(" ".repeat(column)).append(part).append('\n');
        }
        return this;
    }

    /// Breaks at spaces, and within a word that is too long for a line.
    static List<String> wrap(String value, int width) {
        List<String> lines = new ArrayList<>();
        String rest = value.strip();
        while (Width.of(rest) > width) {
            int most = Math.max(1, Width.fits(rest, width));
            int space = rest.lastIndexOf(' ', most);
            int end = space > 0 ? space : most;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
