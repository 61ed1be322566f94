package dev.portcullis.core.smuggling;

/// Bytes as a reader of a failed test can see them.
final class Escaped {

    private static final int LONGEST = 600;

    private Escaped() {}

    /// One character for each byte; everything but printable ASCII is spelt out.
    static String text(String octets) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < octets.length() && text.length() < LONGEST; i++) {
            char octet = octets.charAt(i);
            switch (octet) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (octet >= ' ' && octet < 0x7f) {
                        text.append(octet);
                    } else {
                        text.append(String.format("\\x%02x", (int) octet));
                    }
                }
            }
        }
        return text.length() < LONGEST ? text.toString() : text + "...(" + octets.length() + " bytes)";
    }
}
