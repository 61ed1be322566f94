package dev.portcullis.cli;

/// Terminal colours, or none.
record Paint(boolean on) {

    private static final String RESET = "\033[0m";

    String good(String text) {
        return in("\033[32m", text);
    }

    String doubtful(String text) {
        return in("\033[33m", text);
    }

    String bad(String text) {
        return in("\033[1;31m", text);
    }

    String heading(String text) {
        return in("\033[1m", text);
    }

    private String in(String code, String text) {
        return on ? code + text + RESET : text;
    }
}
