package dev.portcullis.acme.order;

/// How deep a JSON text is nested.
///
/// No ACME object needs more than a few levels, while some parsers take minutes for a megabyte of brackets.
final class Nesting {

    private static final int DEEPEST = 64;

    private Nesting() {}

    static boolean isTooDeep(byte[] json) {
        int depth = 0;
        boolean text = false;
        for (int i = 0; i < json.length; i++) {
            switch (json[i]) {
                case '"' -> text = !text;
                case '\\' -> i += text ? 1 : 0;
                case '[', '{' -> depth += text ? 0 : 1;
                case ']', '}' -> depth -= text ? 0 : 1;
                default -> {
                    // Nothing that opens or closes.
                }
            }
            if (depth > DEEPEST) {
                return true;
            }
        }
        return false;
    }
}
