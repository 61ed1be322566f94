package dev.portcullis.core.smuggling;

import static dev.portcullis.core.smuggling.Http2Text.alone;
import static dev.portcullis.core.smuggling.Http2Text.data;
import static dev.portcullis.core.smuggling.Http2Text.get;
import static dev.portcullis.core.smuggling.Http2Text.head;
import static dev.portcullis.core.smuggling.Http2Text.post;
import static dev.portcullis.core.smuggling.Http2Text.with;

import java.util.List;

/// What HTTP/2 can say and HTTP/1 cannot, or would take for something else (RFC 9113 §8.2, §8.3, §10.3).
final class DowngradeCases {

    /// Written into a head of HTTP/1, it ends the head and begins another.
    private static final String ENDING = "\r\n\r\n" + Case.SMUGGLED;

    /// The same for who forgives a missing CR, or takes one for a line end.
    private static final String BARE_LF = ENDING.replace("\r\n", "\n");

    private static final String BARE_CR = ENDING.replace("\r\n", "\r");

    private DowngradeCases() {}

    static List<Case> fields() {
        Cases cases = new Cases();
        for (String octets : List.of(ENDING, BARE_LF, BARE_CR, "\u0000", "\r", "\n", " ", "\t", "\u0001", "\u007f")) {
            cases.refused("value ends with " + octets, alone(get("x", "y" + octets)));
            cases.refused("name ends with " + octets, alone(get("x" + octets, "y")));
            cases.refused("name begins with " + octets, alone(get(octets + "x", "y")));
            cases.refused("value begins with " + octets, alone(get("x", octets + "y")));
        }
        for (String octets : List.of("\r\n", "\n", "\r", "\u0000")) {
            String value = "y" + octets + "transfer-encoding: chunked";
            cases.refused("hidden encoding " + octets, head(post("x", value)) + ended());
            cases.refused("encoding in a name " + octets, head(post(value.replace("y", "x: y"), "z")) + ended());
            cases.refused("cookie " + octets, alone(get("cookie", "a=b" + octets + "x: y")));
            cases.refused("crumb " + octets, alone(get("cookie", "a=b", "cookie", "c" + octets + "x: y")));
        }
        for (String name :
                List.of("", "X", "xY", "x:", "x:y", "x y", "x\u00e9", "(x)", "x,", "x=", "content-length ")) {
            cases.refused("name " + name, alone(get(name, "5")));
        }
        for (String name : List.of("content_length", "transfer_encoding", "x_forwarded_for", "host_", "_host")) {
            String octets = alone(get(name, "5"));
            if (name.contains("host")) {
                cases.passed("name " + name, octets, "GET", "");
            } else {
                cases.refused("name " + name, octets);
            }
        }
        for (String name : List.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade")) {
            for (String value : List.of("chunked", "close", "", "websocket", "content-length")) {
                cases.refused(name + ": " + value, head(post(name, value)) + ended());
            }
        }
        for (String value : List.of("", "chunked", "trailers, chunked", "Trailers", "gzip", "trailers;q=1")) {
            cases.refused("te: " + value, alone(get("te", value)));
        }
        cases.passed("te: trailers", alone(get("te", "trailers")), "GET", "");
        cases.passed("a sound field", alone(get("x", "y")), "GET", "");
        cases.passed("claims", alone(get("x-forwarded-for", "6.6.6.6", "forwarded", "for=6.6.6.6")), "GET", "");
        cases.passed("crumbs", alone(get("cookie", "a=b", "cookie", "c=d")), "GET", "");
        return cases.list();
    }

    static List<Case> pseudo() {
        Cases cases = new Cases();
        String line = " HTTP/1.1\r\nHost: home.test" + ENDING;
        for (String octets : List.of(
                line, ENDING, BARE_LF, BARE_CR, " ", "\t", "\u0000", "\r", "\n", "\u0001", "\u007f", " HTTP/1.1")) {
            cases.refused(":path with " + octets, alone(with(":path", Case.TARGET + octets)));
            cases.refused(":method with " + octets, alone(with(":method", "GET" + octets)));
            cases.refused(":authority with " + octets, alone(with(":authority", "home.test" + octets)));
            cases.refused(":scheme with " + octets, alone(with(":scheme", "https" + octets)));
        }
        cases.refused(
                "a request as method",
                alone(with(":method", "GET " + Case.TARGET + " HTTP/1.1\r\nHost: home.test" + ENDING + "GET")));
        for (String pseudo : List.of(":path", ":method", ":authority", ":scheme")) {
            cases.refused("no " + pseudo, alone(with(pseudo, null)));
            cases.refused("empty " + pseudo, alone(with(pseudo, "")));
            cases.refused(
                    "once more " + pseudo, alone(get(pseudo, pseudo.equals(":path") ? Case.TARGET : "home.test")));
            cases.refused("late " + pseudo, alone(with(pseudo, null, "x", "y", pseudo, late(pseudo))));
            cases.refused("Host for " + pseudo, alone(with(pseudo, null, "host", "home.test")));
        }
        for (String path : List.of(
                "*",
                "api/known",
                "https://home.test" + Case.TARGET,
                "//home.test" + Case.TARGET,
                Case.PATH + "/../smuggled-" + Case.ID,
                Case.PATH + "%2f..%2fsmuggled-" + Case.ID,
                "/api/smuggled-" + Case.ID,
                Case.PATH + "#" + Case.ID,
                "?" + Case.ID)) {
            cases.refused(":path " + path, alone(with(":path", path)));
        }
        for (String method : List.of("get", "G:T", "\"GET\"", "CONNECT", "GET,POST", "A".repeat(40))) {
            cases.refused(":method " + method, alone(with(":method", method)));
        }
        for (String authority : List.of(
                "other.test",
                "home.test,other.test",
                "u@home.test",
                "home.test/",
                "home.test?",
                "home.test#",
                "home.test:",
                "home.test:x",
                ":443",
                "[home.test]",
                "https://home.test",
                "127.0.0.1")) {
            cases.refused(":authority " + authority, alone(with(":authority", authority)));
            cases.refused("host " + authority, alone(get("host", authority)));
        }
        cases.refused("two hosts", alone(get("host", "home.test", "host", "home.test")));
        cases.passed("the same host", alone(get("host", "home.test")), "GET", "");
        for (String scheme : List.of("http", "wss", "https://home.test/api/smuggled-" + Case.ID + "?", "HTTPS")) {
            cases.refused(":scheme " + scheme, alone(with(":scheme", scheme)));
        }
        for (String name : List.of(":status", ":x", ":", ":Path", ":host", ":protocol", ": path", ":method ")) {
            cases.refused("unknown " + name, alone(get(name, "200")));
            cases.refused("unknown before " + name, "" + alone(before(name)));
        }
        return cases.list();
    }

    private static String late(String pseudo) {
        return switch (pseudo) {
            case ":path" -> Case.TARGET;
            case ":method" -> "GET";
            case ":scheme" -> "https";
            default -> "home.test";
        };
    }

    private static String[] before(String name) {
        String[] sound = get();
        String[] fields = new String[sound.length + 2];
        fields[0] = name;
        fields[1] = "200";
        System.arraycopy(sound, 0, fields, 2, sound.length);
        return fields;
    }

    private static String ended() {
        return data("0\r\n\r\n" + Case.SMUGGLED, true);
    }
}
