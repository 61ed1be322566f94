package dev.portcullis.config;

/// A place in the file, counted in characters from 1; [#FILE] means the file as a whole.
record Mark(int line, int column) implements Comparable<Mark> {

    static final Mark FILE = new Mark(0, 0);

    @Override
    public int compareTo(Mark other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }
}
