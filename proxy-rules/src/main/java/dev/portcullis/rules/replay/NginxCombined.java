package dev.portcullis.rules.replay;

import dev.portcullis.rules.net.Address;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/// nginx's format `combined`, which is Apache's too:
/// `ADDRESS - USER [23/Nov/2026:14:05:09 +0100] "GET /path HTTP/1.1" 404 153 "REFERER" "AGENT"`.
///
/// Fields behind these are passed over. A quote within a field is escaped by both programs (`\x22`, `\"`), so a
/// client cannot end its field early.
final class NginxCombined {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final int TIME = "23/Nov/2026:14:05:09 +0100".length();

    private final String line;
    private int at;

    private NginxCombined(String line) {
        this.line = line;
    }

    static ForeignRequest read(String line) throws BadLine {
        return new NginxCombined(line).read();
    }

    private ForeignRequest read() throws BadLine {
        int space = line.indexOf(' ');
        Address client = Address.parse(space < 0 ? line : line.substring(0, space))
                .orElseThrow(() -> new BadLine("no address in front (expected: combined format)"));
        int quote = line.indexOf('"', space);
        int time = quote < 0 ? -1 : line.lastIndexOf('[', quote);
        if (time < space + 2 || time + TIME + 3 != quote || line.charAt(quote - 2) != ']') {
            throw new BadLine("no [time] in front of the request (expected: combined format)");
        }
        Instant when = time(line.substring(time + 1, time + 1 + TIME));
        String user = user(line.substring(space, time).strip());
        at = quote;
        String request = quoted();
        int status = status();
        String referer = quotedOrNothing();
        String agent = quotedOrNothing();
        String[] words = request.split(" ", -1);
        boolean readable = words.length == 3 && words[2].startsWith("HTTP/") && isToken(words[0]);
        return new ForeignRequest(
                when, client, readable ? words[0] : "", readable ? words[1] : request, user, status, referer, agent);
    }

    /// Behind the identity of RFC 1413, which nobody sends.
    private static String user(String identityAndUser) {
        int space = identityAndUser.indexOf(' ');
        String user = space < 0 ? "" : identityAndUser.substring(space + 1).strip();
        return user.equals("-") ? "" : user;
    }

    static boolean isToken(String method) {
        return !method.isEmpty() && method.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    /// The field that begins here; leaves `at` behind its end.
    private String quoted() throws BadLine {
        StringBuilder value = new StringBuilder();
        int i = at + 1;
        while (i < line.length() && line.charAt(i) != '"') {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                i = unescape(i + 1, value);
            } else {
                value.append(c);
                i++;
            }
        }
        if (i >= line.length()) {
            throw new BadLine("a quoted field has no end (expected: a whole line)");
        }
        at = i + 1;
        return value.toString();
    }

    private int unescape(int i, StringBuilder value) {
        char kind = line.charAt(i);
        if (kind == 'x' && i + 2 < line.length()) {
            int high = hex(line.charAt(i + 1));
            int low = hex(line.charAt(i + 2));
            if (high >= 0 && low >= 0) {
                value.append((char) (16 * high + low));
                return i + 3;
            }
        }
        value.append(
                switch (kind) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> kind;
                });
        return i + 1;
    }

    private static int hex(char digit) {
        return digit < 0x80 ? Character.digit(digit, 16) : -1;
    }

    private int status() throws BadLine {
        int from = at + 1;
        if (from + 3 > line.length() || line.charAt(at) != ' ') {
            throw new BadLine("no status behind the request (expected: combined format)");
        }
        int status = number(line, from, from + 3);
        int next = line.indexOf('"', from);
        at = next < 0 ? line.length() : next;
        return status;
    }

    private String quotedOrNothing() throws BadLine {
        int next = line.indexOf('"', at);
        if (next < 0) {
            return "";
        }
        at = next;
        String value = quoted();
        return value.equals("-") ? "" : value;
    }

    private static Instant time(String text) throws BadLine {
        int month = MONTHS.indexOf(text.substring(3, 6).toLowerCase(Locale.ROOT)) + 1;
        char sign = text.charAt(21);
        if (text.charAt(2) != '/' || text.charAt(6) != '/' || (sign != '+' && sign != '-')) {
            throw new BadLine("the time is none (expected: 23/Nov/2026:14:05:09 +0100)");
        }
        try {
            int offset = number(text, 22, 24) * 60 + number(text, 24, 26);
            return LocalDateTime.of(
                            number(text, 7, 11),
                            month,
                            number(text, 0, 2),
                            number(text, 12, 14),
                            number(text, 15, 17),
                            Math.min(number(text, 18, 20), 59))
                    .toInstant(ZoneOffset.ofTotalSeconds(60 * (sign == '-' ? -offset : offset)));
        } catch (DateTimeException _) {
            throw new BadLine("the time is none (expected: 23/Nov/2026:14:05:09 +0100)");
        }
    }

    private static int number(String text, int from, int to) throws BadLine {
        int number = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new BadLine("digits are missing (expected: combined format)");
            }
            number = 10 * number + digit - '0';
        }
        return number;
    }
}
