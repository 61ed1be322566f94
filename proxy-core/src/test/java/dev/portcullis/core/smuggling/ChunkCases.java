package dev.portcullis.core.smuggling;

import java.util.List;
import java.util.Map;

/// Chunk-size lines and what ends them (RFC 9112 §7.1), and trailers.
final class ChunkCases {

    /// Lines for the five bytes of `hello` that are to the letter.
    private static final List<String> GOOD = List.of(
            "5", "05", "000000000000005", "5;a", "5;a=b", "5;a=\"b\"", "5;a=\"\\\"\"", "5;a=b;c=d", "5;a=\";\"");

    private static final List<String> BAD = List.of(
            "",
            " 5",
            "\t5",
            "5 ",
            "5 ;a",
            "5; a",
            "5;",
            "5;;",
            "5;=",
            "5;a=",
            "5;a=\"",
            "5;a=\"\u0000\"",
            "5;a=\"\u0001\"",
            "5;a\u000b",
            "5;\u0000",
            "0x5",
            "0X5",
            "+5",
            "-5",
            "5_",
            "_5",
            "5,5",
            "5.0",
            "5h",
            "h5",
            "\"5\"",
            "5\u00a0",
            "\u00b2",
            "0000000000000005",
            "10000000000000005",
            "ffffffffffffffff",
            "fffffffffffffffff5",
            "-1",
            "5;" + "a".repeat(20_000));

    private static final String CRLF = "\r\n";

    private static final List<String> ENDS = List.of(
            CRLF,
            "\n",
            "\r",
            "\n\r",
            "\r\r\n",
            "\n\n",
            " \r\n",
            "\t\r\n",
            "\u0000\r\n",
            "\r\u0000\n",
            "\r \n",
            "\u000b\r\n",
            "\u0085",
            "",
            ";\n",
            "\r\n\r\n");

    private ChunkCases() {}

    static List<Case> lines() {
        Cases cases = new Cases();
        for (String end : ENDS) {
            for (String line : GOOD) {
                String octets = chunked() + line + end + "hello\r\n0\r\n\r\n" + Case.SMUGGLED;
                if (end.equals(CRLF)) {
                    cases.passed(line, octets, "POST", "hello");
                } else {
                    cases.cut(line + end, octets, "POST");
                }
            }
            for (String line : BAD) {
                cases.cut(line + end, chunked() + line + end + "hello\r\n0\r\n\r\n" + Case.SMUGGLED, "POST");
            }
        }
        return cases.list();
    }

    /// What stands where a chunk's data or the body ends; and lines that hide a line end from some readers.
    static List<Case> ends() {
        Cases cases = new Cases();
        for (String end : ENDS) {
            if (!end.equals(CRLF)) {
                cases.cut("after data " + end, chunked() + "5\r\nhello" + end + "0\r\n\r\n" + Case.SMUGGLED, "POST");
                hidden(cases, "5;a=\"" + end);
            }
            if (!end.startsWith(CRLF)) {
                cases.cut("after the last size " + end, chunked() + "0" + end + "\r\n" + Case.SMUGGLED, "POST");
                hidden(cases, "5;a" + (end.isEmpty() ? "\f" : end));
                cases.cut("the last " + end, chunked() + "0\r\n" + end + Case.SMUGGLED, "POST");
            }
        }
        for (String surplus : List.of("x", " ", "\u0000", "hello", "\r", "\n")) {
            cases.cut("longer " + surplus, chunked() + "5\r\nhello" + surplus + "\r\n0\r\n\r\n", "POST");
        }
        for (String size : List.of("4", "6", "a", "7fffffffffffffff", "5000000000")) {
            cases.cut("size " + size, chunked() + size + "\r\nhello\r\n0\r\n\r\n" + Case.SMUGGLED, "POST");
        }
        return cases.list();
    }

    /// Who reads on to the next CRLF takes what follows for the line's rest, and the second chunk for data; who ends
    /// the line before takes the two bytes `ab` for the chunk's beginning, and finds a request in the second chunk.
    private static void hidden(Cases cases, String line) {
        String inner = "0\r\n\r\n" + Case.SMUGGLED;
        String size = Integer.toHexString(inner.length());
        String octets = chunked() + line + "ab\r\n" + "c\r\n2;" + "\r\n" + size + "\r\n" + inner + "\r\n0\r\n\r\n";
        cases.cut("a line end hidden in " + line, octets, "POST");
    }

    static List<Case> trailers() {
        Cases cases = new Cases();
        List.of(
                        "Content-Length: 5",
                        "Content-Length: 5\r\nContent-Length: 6",
                        "Transfer-Encoding: chunked",
                        "Transfer-Encoding: x",
                        "Host: other.test",
                        "Host: home.test",
                        "Connection: close",
                        "Upgrade: websocket",
                        "X-Forwarded-For: 6.6.6.6",
                        "X-Forwarded-Proto: http",
                        "Forwarded: for=6.6.6.6",
                        "X-Real-IP: 6.6.6.6",
                        "Trailer: x",
                        "Cookie: a=b",
                        "Authorization: Bearer x",
                        "X-Sum: 1")
                .forEach(field -> cases.passed(
                        field, chunked() + "2\r\nhi\r\n0\r\n" + field + "\r\n\r\n" + Case.SMUGGLED, "POST", "hi"));
        Map.of(
                        "space before colon", "X : y",
                        "no colon", "X",
                        "no name", ": y",
                        "fold", "X: y\r\n z",
                        "first is folded", " X: y",
                        "bare LF", "X: y\nZ: z",
                        "bare CR", "X: y\rZ: z",
                        "NUL", "X: \u0000",
                        "control", "X: \u0001",
                        "underscore", "Content_Length: 5")
                .forEach((name, line) ->
                        cases.cut(name, chunked() + "2\r\nhi\r\n0\r\n" + line + "\r\n\r\n" + Case.SMUGGLED, "POST"));
        cases.cut("too long", chunked() + "0\r\nX: " + "y".repeat(9000) + "\r\n\r\n" + Case.SMUGGLED, "POST");
        cases.cut("too many", chunked() + "0\r\n" + "X: y\r\n".repeat(60) + "\r\n" + Case.SMUGGLED, "POST");
        cases.cut("a request", chunked() + "0\r\n" + Case.SMUGGLED, "POST");
        return cases.list();
    }

    private static String chunked() {
        return Case.post("Transfer-Encoding: chunked");
    }
}
