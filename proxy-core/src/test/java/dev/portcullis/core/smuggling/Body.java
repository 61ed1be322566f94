package dev.portcullis.core.smuggling;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The body of one request, ended where a [Reading] ends it.
final class Body {

    private final Lines lines;
    private final boolean strict;
    private final List<String> fields;
    private final StringBuilder text = new StringBuilder();
    private final List<String> trailers = new ArrayList<>();
    private boolean whole;

    Body(Lines lines, List<String> fields) {
        this.lines = lines;
        this.strict = lines.reading() == Reading.STRICT;
        this.fields = fields;
    }

    String text() {
        return text.toString();
    }

    boolean whole() {
        return whole;
    }

    List<String> trailers() {
        return trailers;
    }

    void read() throws IOException {
        List<String> lengths = values("content-length");
        List<String> encodings = values("transfer-encoding");
        if (strict) {
            readStrictly(lengths, encodings);
            return;
        }
        boolean chunked = encodings.stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("chunk"));
        boolean byChunks = chunked && (lines.reading() == Reading.CHUNKS || lengths.isEmpty());
        if (byChunks) {
            readChunks();
        } else {
            readLength(lengths.isEmpty() ? 0 : length(either(lengths)));
        }
    }

    private void readStrictly(List<String> lengths, List<String> encodings) throws IOException {
        String framing = "lengths " + lengths + ", encodings " + encodings;
        if (lengths.size() + encodings.size() > 1) {
            throw new Lines.Malformed("framing", framing);
        }
        if (!encodings.isEmpty()) {
            if (!"chunked".equals(encodings.getFirst().strip())) {
                throw new Lines.Malformed("framing", framing);
            }
            readChunks();
            return;
        }
        String length = lengths.isEmpty() ? "0" : lengths.getFirst().strip();
        if (!length.matches("0|[1-9][0-9]{0,17}")) {
            throw new Lines.Malformed("framing", framing);
        }
        readLength(Long.parseLong(length));
    }

    private List<String> values(String name) {
        return fields.stream()
                .filter(field -> RequestReader.name(field).equals(name))
                .map(RequestReader::value)
                .toList();
    }

    /// Of several, one reader believes the first, another the last.
    private String either(List<String> lengths) {
        return lines.reading() == Reading.LENGTH ? lengths.getFirst() : lengths.getLast();
    }

    /// The digits after whatever comes before them; signs, lists, quotes and overflow are all fine.
    private static long length(String value) {
        String digits = value.replaceFirst("^[^0-9]*", "").replaceFirst("[^0-9].*$", "");
        long length = 0;
        for (int i = 0; i < digits.length(); i++) {
            length = length * 10 + (digits.charAt(i) - '0');
        }
        return Math.max(length, 0);
    }

    private void readLength(long length) throws IOException {
        String octets = lines.octets(length);
        text.append(octets);
        whole = octets.length() == length;
    }

    private void readChunks() throws IOException {
        try {
            for (long size = size(line()); size != 0; size = size(line())) {
                String octets = lines.octets(size);
                text.append(octets);
                if (octets.length() < size) {
                    return;
                }
                endChunk();
            }
            for (String line = line(); !line.isEmpty(); line = line()) {
                trailers.add(line);
            }
            whole = true;
        } catch (EOFException _) {
            whole = false;
        }
    }

    private String line() throws IOException {
        String line = lines.next();
        if (line == null) {
            throw new EOFException();
        }
        return line;
    }

    private void endChunk() throws IOException {
        if (strict) {
            String line = line();
            if (!line.isEmpty()) {
                throw new Lines.Malformed("bytes behind a chunk", line);
            }
            return;
        }
        boolean carriageReturn = lines.skip('\r');
        boolean newLine = lines.skip('\n');
        if (!carriageReturn && !newLine) {
            text.append("(no line end)");
        }
    }

    /// The hexadecimal digits after whatever comes before them, modulo 2^64.
    private long size(String line) throws Lines.Malformed {
        if (strict && !line.matches("[0-9a-fA-F]{1,15}")) {
            throw new Lines.Malformed("chunk size", line);
        }
        String digits = line.replaceFirst("^[^0-9a-fA-F]*(0[xX])?", "").replaceFirst("[^0-9a-fA-F].*$", "");
        long size = 0;
        for (int i = 0; i < digits.length(); i++) {
            size = size * 16 + Character.digit(digits.charAt(i), 16);
        }
        return Math.max(size, 0);
    }
}
