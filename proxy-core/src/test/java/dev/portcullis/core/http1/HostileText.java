package dev.portcullis.core.http1;

import java.util.List;
import java.util.SplittableRandom;

/// Messages that are nearly right, made from a seed: well-formed ones from a grammar, then a few bytes of damage.
final class HostileText {

    private static final List<String> METHODS = List.of("GET", "POST", "HEAD", "PUT", "M-X", "get", "G T", "");
    private static final List<String> TARGETS = List.of(
            "/",
            "/a?b=c",
            "/%2e/x",
            "https://a/x",
            "https://a",
            "*",
            "a:443",
            "/a b",
            "/\t",
            "/\u00e9",
            "/\u001f",
            "?");
    private static final List<String> VERSIONS =
            List.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "http/1.1", "HTTP/1.1 ", "HTTP/11");
    private static final List<String> NAMES = List.of(
            "X",
            "x-y",
            "Accept",
            "Cookie",
            "Connection",
            "Expect",
            "Upgrade",
            "TE",
            "X_Y",
            "Content_Length",
            "Host ",
            " X",
            "X-Forwarded-For",
            "A\u00e9",
            "",
            "!#$%&'*+-.^_`|~9",
            "Trailer",
            "Range");
    private static final List<String> VALUES = List.of(
            "",
            "1",
            " y ",
            "\ta\tb \t",
            "close",
            "keep-alive, x",
            "upgrade",
            "websocket",
            "100-continue",
            "\u00ff\u0080",
            "a,b;c=\"d\"",
            "\u0000",
            "x\u000by",
            "z\u007f",
            "\u00a0q\u0085",
            "chunked");
    private static final List<String> LENGTHS =
            List.of("0", "3", "3 ", "+3", "03", "3,3", "-1", "x", "", "99999999999999999999", "\u00b3");
    private static final List<String> CODINGS = List.of(
            "chunked", "chunked ", "Chunked", "gzip, chunked", "identity", "chunked, chunked", "", "\u000bchunked");
    private static final List<String> SIZES = List.of(
            "3",
            "3",
            "3",
            "03",
            "3;x",
            "3 ;x=\"y\"",
            "3;x=y;z=\"a;\\\"b\"",
            "0x3",
            "3 ",
            " 3",
            "",
            "g",
            "-3",
            "3;\u0000",
            "ffffffffffffffff3");
    private static final List<String> STATUSES = List.of(
            "200 OK",
            "200 OK",
            "204 No Content",
            "304 x",
            "404 ",
            "500",
            "100 Continue",
            "103 x",
            "99 x",
            "600 x",
            "2000 x",
            "20x y",
            " 200 OK",
            "200  OK",
            "200\tOK",
            "+20 x",
            "206 \u00e9",
            "200 a\u0000",
            "101 x");
    private static final String DAMAGE = "\r\n\t \0:;,_\u000b\u000c\u007f\u0080\u0085\u00a0\u00ff0gA\"/";

    private final SplittableRandom random;

    HostileText(long seed) {
        random = new SplittableRandom(seed);
    }

    /// Bytes of one connection's client: mostly one request, and a good one behind it.
    String requests() {
        StringBuilder text = new StringBuilder();
        text.append(pick(METHODS, 4))
                .append(' ')
                .append(pick(TARGETS, 2))
                .append(' ')
                .append(pick(VERSIONS, 3));
        text.append("\r\n");
        if (!oneIn(12)) {
            text.append(oneIn(20) ? "Host: a,b\r\n" : oneIn(3) ? "host:\ta \r\n" : "Host: a\r\n");
        }
        rest(text);
        return damaged(text.append("GET /next HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    /// Bytes of one answer, informational ones before it now and then.
    String answer() {
        StringBuilder text = new StringBuilder();
        while (oneIn(8)) {
            text.append("HTTP/1.1 103 Early\r\nLink: x\r\n\r\n");
        }
        text.append(pick(VERSIONS, 4)).append(' ').append(pick(STATUSES, 2)).append("\r\n");
        rest(text);
        return damaged(text);
    }

    private void rest(StringBuilder text) {
        int framing = random.nextInt(8);
        fields(text);
        if (framing == 1 || framing == 2) {
            text.append("Content-Length: ").append(pick(LENGTHS, 2)).append("\r\n");
        }
        if (framing >= 2 && framing <= 5) {
            text.append("Transfer-Encoding: ").append(pick(CODINGS, 1)).append("\r\n");
        }
        fields(text);
        text.append("\r\n");
        if (framing == 1) {
            text.append("abc");
        } else if (framing >= 2 && framing <= 5) {
            chunks(text);
        }
    }

    private void fields(StringBuilder text) {
        while (oneIn(2)) {
            text.append(pick(NAMES, 8))
                    .append(oneIn(9) ? " :" : ":")
                    .append(pick(VALUES, 9))
                    .append("\r\n");
        }
    }

    private void chunks(StringBuilder text) {
        while (oneIn(2)) {
            text.append(pick(SIZES, 3)).append("\r\n").append("abc").append("\r\n");
        }
        text.append(oneIn(9) ? "00;x" : "0").append("\r\n");
        while (oneIn(4)) {
            text.append(pick(NAMES, 8)).append(": ").append(pick(VALUES, 8)).append("\r\n");
        }
        text.append("\r\n");
    }

    /// Half of the texts stay as they are.
    private String damaged(StringBuilder text) {
        while (oneIn(2) && !text.isEmpty()) {
            int at = random.nextInt(text.length());
            char bad = DAMAGE.charAt(random.nextInt(DAMAGE.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, bad);
                case 1 -> text.insert(at, bad);
                case 2 -> text.deleteCharAt(at);
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 1 + random.nextInt(12))));
            }
        }
        return text.toString();
    }

    /// One of the list, the first ones more often.
    private String pick(List<String> list, int usual) {
        return list.get(oneIn(6) ? random.nextInt(list.size()) : random.nextInt(usual));
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }
}
