package dev.portcullis.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Comma-separated values (RFC 4180).
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front, and loses it when it is read.
final class Csv {

    private static final String FORMULA = "=+-@\t\r";

    private Csv() {}

    /// One record.
    ///
    /// @param line on which it begins, from 1 on
    record Row(int line, List<String> cells) {}

    static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String cell) {
        String safe = !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }

    /// Reads all records; empty lines are none. Empty if a quoted cell has no end.
    static Optional<List<Row>> read(String text) {
        List<Row> rows = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        int line = 1;
        int began = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line += c == '\n' ? 1 : 0;
            if (c == '"') {
                if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (!quoted && c == ',') {
                take(cells, cell);
            } else if (!quoted && c == '\n') {
                take(cells, cell);
                end(rows, cells, began);
                began = line;
            } else if (quoted || c != '\r') {
                cell.append(c);
            }
        }
        take(cells, cell);
        end(rows, cells, began);
        return quoted ? Optional.empty() : Optional.of(rows);
    }

    private static void take(List<String> cells, StringBuilder cell) {
        boolean marked = cell.length() > 1 && cell.charAt(0) == '\'' && FORMULA.indexOf(cell.charAt(1)) >= 0;
        cells.add(cell.substring(marked ? 1 : 0));
        cell.setLength(0);
    }

    private static void end(List<Row> rows, List<String> cells, int began) {
        if (cells.size() > 1 || !cells.getFirst().isEmpty()) {
            rows.add(new Row(began, List.copyOf(cells)));
        }
        cells.clear();
    }
}
