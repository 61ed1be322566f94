package dev.portcullis.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Rows under titles, at most 100 columns wide. Cells are escaped; those that are too long end in `…`; columns
/// without content are left out.
final class Table {

    private static final int WIDTH = 100;
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final int indent;
    private final List<List<Cell>> rows = new ArrayList<>();

    Table(int indent, Column... columns) {
        this.indent = indent;
        this.columns = List.of(columns);
    }

    /// @param least the column may be cut to that many characters; as wide as its content where this is 0
    record Column(String title, boolean right, int least) {

        static Column left(String title) {
            return new Column(title, false, 0);
        }

        static Column right(String title) {
            return new Column(title, true, 0);
        }

        static Column cut(String title, int least) {
            return new Column(title, false, least);
        }
    }

    /// @param paint adds colour and nothing else
    record Cell(String text, UnaryOperator<String> paint) {

        static Cell of(String text) {
            return new Cell(text, UnaryOperator.identity());
        }
    }

    void row(Object... cells) {
        rows.add(IntStream.range(0, columns.size())
                .mapToObj(i -> cells[i] instanceof Cell cell ? cell : Cell.of(String.valueOf(cells[i])))
                .map(cell -> new Cell(Escaped.text(cell.text), cell.paint))
                .toList());
    }

    /// The table with its titles.
    String in(Paint paint) {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        List<Cell> titles = columns.stream()
                .map(column -> new Cell(column.title, paint::heading))
                .toList();
        append(text, titles, widths);
        rows.forEach(row -> append(text, row, widths));
        return text.toString();
    }

    private void append(StringBuilder text, List<Cell> row, int[] widths) {
        StringBuilder line = new StringBuilder(" ".repeat(indent));
        String gap = "";
        String padding = "";
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] == 0) {
                continue;
            }
            String cell = Width.cut(row.get(i).text, widths[i]);
            String space = " ".repeat(widths[i] - Width.of(cell));
            String before = columns.get(i).right ? space : "";
            line.append(padding).append(gap).append(before);
            line.append(cell.isEmpty() ? "" : row.get(i).paint.apply(cell));
            padding = columns.get(i).right ? "" : space;
            gap = GAP;
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int content = rows.stream()
                    .mapToInt(row -> Width.of(row.get(column).text))
                    .max()
                    .orElse(0);
            widths[i] =
                    content == 0 ? 0 : Math.max(content, columns.get(i).title.length());
        }
        while (total(widths) > WIDTH) {
            int widest = widest(widths, true);
            widths[widest >= 0 ? widest : widest(widths, false)]--;
        }
        return widths;
    }

    private int total(int[] widths) {
        int shown = (int) IntStream.of(widths).filter(width -> width > 0).count();
        return indent + IntStream.of(widths).sum() + GAP.length() * Math.max(0, shown - 1);
    }

    /// -1 when all that may be cut have been cut to their least.
    private int widest(int[] widths, boolean politely) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            int least = columns.get(i).least;
            boolean may = !politely || (least > 0 && widths[i] > least);
            if (may && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }
}
