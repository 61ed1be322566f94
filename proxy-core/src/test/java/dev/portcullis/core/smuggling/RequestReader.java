package dev.portcullis.core.smuggling;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Requests as an upstream finds them in the bytes that it gets.
final class RequestReader {

    private final Lines lines;
    private final boolean strict;

    RequestReader(Lines lines) {
        this.lines = lines;
        this.strict = lines.reading() == Reading.STRICT;
    }

    /// The next one; null at the end of the connection.
    Seen next() throws IOException {
        try {
            String line = lines.next();
            while (line != null && line.isEmpty() && !strict) {
                line = lines.next();
            }
            return line == null ? null : request(line);
        } catch (EOFException end) {
            return Seen.garbage("the end within a head", String.valueOf(end.getMessage()));
        } catch (Lines.Malformed bad) {
            return Seen.garbage(String.valueOf(bad.getMessage()), bad.octets());
        }
    }

    private Seen request(String line) throws IOException {
        List<String> words = strict ? List.of(line.split(" ", -1)) : words(line);
        if (words.size() < 2 || (strict && (words.size() != 3 || !"HTTP/1.1".equals(words.get(2))))) {
            return Seen.garbage("request line", line);
        }
        String method = words.get(0);
        String target = words.get(1);
        if (words.size() == 2) {
            // HTTP/0.9 is this one line.
            return new Seen(method, target, List.of(), "", true, List.of());
        }
        List<String> fields = fields();
        Body body = new Body(lines, fields);
        body.read();
        return new Seen(method, target, fields, body.text(), body.whole(), body.trailers());
    }

    private List<String> fields() throws IOException {
        List<String> fields = new ArrayList<>();
        for (String line = lines.next(); ; line = lines.next()) {
            if (line == null) {
                throw new EOFException(fields.toString());
            }
            if (line.isEmpty()) {
                return fields;
            }
            boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            if (strict && (folded || !line.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\\x20-\\x7e\\x80-\\xff\\t]*"))) {
                throw new Lines.Malformed("field line", line);
            }
            if (folded && !fields.isEmpty()) {
                fields.set(fields.size() - 1, fields.getLast() + " " + line.strip());
            } else {
                fields.add(line);
            }
        }
    }

    /// The name of a field as a forgiving reader takes it.
    static String name(String field) {
        int colon = field.indexOf(':');
        String name = colon < 0 ? field : field.substring(0, colon);
        return name.replaceAll("[\\x00-\\x20\\x7f]", "").replace('_', '-').toLowerCase(Locale.ROOT);
    }

    static String value(String field) {
        return field.substring(field.indexOf(':') + 1);
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (String word : List.of(line.split("[\\x00-\\x20]+"))) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
