package dev.portcullis.core.smuggling;

import static dev.portcullis.core.smuggling.Http2Text.alone;
import static dev.portcullis.core.smuggling.Http2Text.data;
import static dev.portcullis.core.smuggling.Http2Text.get;
import static dev.portcullis.core.smuggling.Http2Text.head;
import static dev.portcullis.core.smuggling.Http2Text.post;
import static dev.portcullis.core.smuggling.Http2Text.with;

import java.util.List;

/// Lengths of HTTP/2 bodies that are not so (RFC 9113 §8.1.1), trailers, and tunnels (RFC 8441).
final class DowngradeBodyCases {

    private static final String LENGTH = "content-length";

    private DowngradeBodyCases() {}

    static List<Case> cases() {
        Cases cases = new Cases();
        lengths(cases);
        trailers(cases);
        tunnels(cases);
        return cases.list();
    }

    private static void lengths(Cases cases) {
        int size = Case.SMUGGLED.length();
        String whole = data(Case.SMUGGLED, true);
        for (int wrong : new int[] {0, 1, size - 1}) {
            cases.cut("too much for " + wrong, head(post(LENGTH, Integer.toString(wrong))) + whole, "POST");
        }
        for (int wrong : new int[] {size + 1, size + 1000, 1_000_000_000}) {
            cases.cut("too little for " + wrong, head(post(LENGTH, Integer.toString(wrong))) + whole, "POST");
        }
        cases.cut("too much in two", head(post(LENGTH, "2")) + data("hi", false) + whole, "POST");
        cases.cut("too little at last", head(post(LENGTH, "9")) + data("hi", false) + data("", true), "POST");
        cases.refused("a length and no body", alone(post(LENGTH, Integer.toString(size))));
        String number = Integer.toString(size);
        for (String value : List.of(
                "",
                "+" + number,
                "-" + number,
                "0" + number,
                "0x51",
                number + "," + number,
                "0, " + number,
                number + ".0",
                "five",
                "18446744073709551617",
                "99999999999999999999999",
                number + "\u00a0",
                "\"" + number + "\"")) {
            cases.refused(LENGTH + ": " + value, head(post(LENGTH, value)) + whole);
        }
        cases.refused("two lengths", head(post(LENGTH, number, LENGTH, "0")) + whole);
        cases.refused("the same length twice", head(post(LENGTH, number, LENGTH, number)) + whole);
        cases.passed("a length", head(post(LENGTH, number)) + whole, "POST", Case.SMUGGLED);
        cases.passed("no length", head(post()) + whole, "POST", Case.SMUGGLED);
        cases.passed("GET with a body", head(get()) + whole, "GET", Case.SMUGGLED);
        cases.passed("chunks are no chunks", head(post()) + data("0\r\n\r\n", true), "POST", "0\r\n\r\n");
        cases.passed("length 0", alone(post(LENGTH, "0")), "POST", "");
        cases.passed("an empty body", head(post()) + data("", true), "POST", "");
    }

    private static void trailers(Cases cases) {
        String begun = head(post()) + data("hi", false);
        for (String value : List.of("\r\n\r\n" + Case.SMUGGLED, "\n", "\r", "\u0000", " ")) {
            cases.cut("trailer value " + value, begun + alone("x", "y" + value), "POST");
            cases.cut("trailer name " + value, begun + alone("x" + value, "y"), "POST");
        }
        for (String name :
                List.of(":path", ":status", "transfer-encoding", "connection", "upgrade", "X", "", "content_length")) {
            cases.cut("trailer " + name, begun + alone(name, "chunked"), "POST");
        }
        for (String name : List.of("content-length", "host", "x-forwarded-for", "trailer", "x-sum", "authorization")) {
            cases.passed("trailer " + name, begun + alone(name, "5"), "POST", "hi");
        }
        cases.cut("trailers without an end", begun + head("x", "y") + data("", true), "POST");
    }

    private static void tunnels(Cases cases) {
        String[] version = {"sec-websocket-version", "13"};
        // The upstream answers 200: there is no tunnel, and what was sent into it is nobody's.
        cases.passed("valid", tunnel("websocket", version) + data(Case.SMUGGLED, false), "GET", "");
        for (String protocol : List.of("", "h2c", "WebSocket", "websocket ", "websocket\r\nx: y", "connect-udp")) {
            cases.refused("protocol " + protocol, tunnel(protocol, version) + data(Case.SMUGGLED, true));
        }
        cases.refused("version 777", tunnel("websocket", "sec-websocket-version", "777") + data(Case.SMUGGLED, true));
        cases.refused("no version", tunnel("websocket") + data(Case.SMUGGLED, true));
        String length = Integer.toString(Case.SMUGGLED.length());
        cases.refused(
                "a length", tunnel("websocket", version[0], version[1], LENGTH, length) + data(Case.SMUGGLED, true));
        cases.refused(
                "upgrade too",
                tunnel("websocket", version[0], version[1], "upgrade", "websocket") + data(Case.SMUGGLED, true));
        cases.refused("without a stream", alone(with(":method", "CONNECT", before(version))));
        cases.refused("GET", head(get(before(version))) + data(Case.SMUGGLED, true));
        cases.refused("no path", head(with(":path", null, before(version))) + data(Case.SMUGGLED, true));
        cases.refused("CONNECT", head(":method", "CONNECT", ":authority", "home.test:443") + data(Case.SMUGGLED, true));
    }

    private static String tunnel(String protocol, String... more) {
        String[] fields = new String[more.length + 2];
        fields[0] = ":protocol";
        fields[1] = protocol;
        System.arraycopy(more, 0, fields, 2, more.length);
        return head(with(":method", "CONNECT", fields));
    }

    private static String[] before(String... version) {
        return new String[] {":protocol", "websocket", version[0], version[1]};
    }
}
