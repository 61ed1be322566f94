package dev.portcullis.admin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Start line and header fields of one HTTP/1.1 message (RFC 9112), read strictly: CRLF only, no folding, no spaces
/// around names.
///
/// @param startLine without its line end
/// @param fields names in lower case
record HttpHead(String startLine, List<Field> fields) {

    record Field(String name, String value) {}

    /// @param bytes the message's beginning
    /// @param length where the empty line ends
    static HttpHead parse(byte[] bytes, int length) throws HttpRefusal {
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        if (text.chars().anyMatch(c -> c > '~' || (c < ' ' && c != '\r' && c != '\n' && c != '\t'))) {
            throw new HttpRefusal(400, "request head: a byte that is not printable ASCII (expected: none)");
        }
        List<String> lines = lines(text);
        List<Field> fields = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            fields.add(field(line));
        }
        return new HttpHead(lines.getFirst(), List.copyOf(fields));
    }

    /// The end of the empty line in the first `length` bytes, or -1.
    static int end(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    /// The value of a field that may come at most once.
    Optional<String> single(String name) throws HttpRefusal {
        List<String> values = fields.stream()
                .filter(field -> field.name.equals(name))
                .map(Field::value)
                .toList();
        if (values.size() > 1) {
            throw new HttpRefusal(400, name + ": given " + values.size() + " times (expected: once)");
        }
        return values.stream().findFirst();
    }

    /// All values of a field that may come several times, as one list (RFC 9110 §5.3); empty if there is none.
    String list(String name) {
        return fields.stream()
                .filter(field -> field.name.equals(name))
                .map(Field::value)
                .collect(Collectors.joining(", "));
    }

    /// The body's length in bytes, 0 if none is named.
    int contentLength(int largest) throws HttpRefusal {
        if (single("transfer-encoding").isPresent()) {
            throw new HttpRefusal(411, "transfer-encoding: not supported here (expected: content-length)");
        }
        String text = single("content-length").orElse("0");
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new HttpRefusal(400, "content-length: not a length (expected: digits)");
        }
        int length = Integer.parseInt(text);
        if (length > largest) {
            throw new HttpRefusal(413, "content-length: %d bytes (expected: at most %d)".formatted(length, largest));
        }
        return length;
    }

    private static List<String> lines(String text) throws HttpRefusal {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < text.length() - 2; ) {
            int end = text.indexOf("\r\n", from);
            lines.add(text.substring(from, end));
            from = end + 2;
        }
        if (lines.isEmpty() || lines.stream().anyMatch(line -> line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0)) {
            throw new HttpRefusal(400, "request head: a line that does not end in CRLF (expected: CRLF)");
        }
        return lines;
    }

    private static Field field(String line) throws HttpRefusal {
        int colon = line.indexOf(':');
        if (colon < 1 || line.substring(0, colon).chars().anyMatch(c -> !isToken(c))) {
            throw new HttpRefusal(400, "request head: a malformed header line (expected: name: value)");
        }
        return new Field(
                line.substring(0, colon).toLowerCase(Locale.ROOT),
                line.substring(colon + 1).strip());
    }

    private static boolean isToken(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
