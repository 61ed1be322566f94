package dev.portcullis.config;

/// A place in the file together with the key path that leads there, such as `sites[0].upstream`.
record Where(String path, Mark mark) implements Comparable<Where> {

    static Where root(Mark mark) {
        return new Where("", mark);
    }

    Where key(String name, Mark at) {
        String shown = Quoted.bare(name);
        return new Where(path.isEmpty() ? shown : path + "." + shown, at);
    }

    /// The same key path, seen from the place of its section: for keys that are not written.
    Where key(String name) {
        return key(name, mark);
    }

    Where index(int index, Mark at) {
        return new Where(path + "[" + index + "]", at);
    }

    @Override
    public int compareTo(Where other) {
        int byMark = mark.compareTo(other.mark);
        return byMark != 0 ? byMark : path.compareTo(other.path);
    }
}
