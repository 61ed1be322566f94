package dev.portcullis.core.smuggling;

import java.util.List;

/// Upgrades that nobody takes up, what is sent behind them, and expectations.
final class UpgradeCases {

    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    private static final String VERSION = "Sec-WebSocket-Version: 13";
    private static final String UPGRADE = "Upgrade: websocket";
    private static final String CONNECTION = "Connection: Upgrade";

    private UpgradeCases() {}

    static List<Case> cases() {
        Cases cases = new Cases();
        handshakes(cases);
        others(cases);
        expectations(cases);
        return cases.list();
    }

    private static void handshakes(Cases cases) {
        // The upstream answers 200: there is no tunnel, and what was sent behind the handshake is nobody's.
        cases.passed("valid", get(CONNECTION, UPGRADE, VERSION, KEY) + Case.SMUGGLED, "GET", "");
        cases.passed("other case", get("connection: UPGRADE", "upgrade: WebSocket", VERSION, KEY), "GET", "");
        for (String version : List.of("777", "12", "8", "0", "013", "13, 8", "13,13", "", "\"13\"", "13x")) {
            String field = "Sec-WebSocket-Version: " + version;
            cases.refused("version " + version, get(CONNECTION, UPGRADE, field, KEY) + Case.SMUGGLED);
        }
        for (String key : List.of(
                "",
                "x",
                "dGhlIHNhbXBsZSBub25jZQ",
                "dGhlIHNhbXBsZSBub25jZQ=",
                "dGhlIHNhbXBsZSBub25jZQ===",
                "dGhlIHNhbXBsZSBub25jZSB4",
                "!GhlIHNhbXBsZSBub25jZQ==",
                "dGhlIHNhbXBsZSBub25j ZQ=")) {
            String field = "Sec-WebSocket-Key: " + key;
            cases.refused("key " + key, get(CONNECTION, UPGRADE, VERSION, field) + Case.SMUGGLED);
        }
        cases.refused("no key", get(CONNECTION, UPGRADE, VERSION) + Case.SMUGGLED);
        cases.refused("no version", get(CONNECTION, UPGRADE, KEY) + Case.SMUGGLED);
        cases.refused("two keys", get(CONNECTION, UPGRADE, VERSION, KEY, KEY) + Case.SMUGGLED);
        cases.refused("two versions", get(CONNECTION, UPGRADE, VERSION, VERSION, KEY) + Case.SMUGGLED);
        for (String method : List.of("POST", "HEAD", "OPTIONS", "PUT")) {
            String head = Case.head(method + " " + Case.TARGET + " HTTP/1.1", CONNECTION, UPGRADE, VERSION, KEY);
            cases.refused("by " + method, head + Case.SMUGGLED);
        }
        String length = "Content-Length: " + Case.SMUGGLED.length();
        cases.refused("with a body", get(CONNECTION, UPGRADE, VERSION, KEY, length) + Case.SMUGGLED);
        String chunked = "Transfer-Encoding: chunked";
        cases.refused("with chunks", get(CONNECTION, UPGRADE, VERSION, KEY, chunked) + "0\r\n\r\n" + Case.SMUGGLED);
    }

    private static void others(Cases cases) {
        String settings = "HTTP2-Settings: AAMAAABkAAQAAP__";
        for (String protocol : List.of("h2c", "h2", "HTTP/2.0", "TLS/1.0", "foo", "websocketx", "IRC/6.9, RTA/x11")) {
            String upgrade = "Upgrade: " + protocol;
            // An upgrade that is not for us is ignored (RFC 9110 §7.8); the next request is judged by itself.
            cases.passed(protocol, get("Connection: Upgrade, HTTP2-Settings", upgrade, settings), "GET", "");
            cases.passed(protocol + " and a request", get(CONNECTION, upgrade) + Case.SMUGGLED, "GET", "");
            cases.passed(
                    protocol + " and a preface",
                    get(CONNECTION, upgrade, settings) + "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Case.SMUGGLED,
                    "GET",
                    "");
        }
        cases.passed("not named in Connection", get(UPGRADE, VERSION, KEY) + Case.SMUGGLED, "GET", "");
        cases.passed("nothing to upgrade to", get(CONNECTION, VERSION, KEY) + Case.SMUGGLED, "GET", "");
        String old = Case.head("GET " + Case.TARGET + " HTTP/1.0", CONNECTION, UPGRADE, VERSION, KEY);
        cases.passed("in HTTP/1.0", old + Case.SMUGGLED, "GET", "");
    }

    private static void expectations(Cases cases) {
        String length = "Content-Length: 2";
        cases.passed("expecting", Case.post("Expect: 100-continue", length) + "hi" + Case.SMUGGLED, "POST", "hi");
        cases.passed("EXPECTING", Case.post("expect: 100-Continue", length) + "hi", "POST", "hi");
        cases.passed("expecting for nothing", Case.post("Expect: 100-continue") + Case.SMUGGLED, "POST", "");
        for (String expectation : List.of(
                "",
                "x",
                "100",
                "100-continue, x",
                "x, 100-continue",
                "100-continue;x",
                "100-continue=1",
                "\"100-continue\"",
                "200-ok",
                "100-continue\u0000",
                "100 continue")) {
            cases.refused("Expect: " + expectation, Case.post("Expect: " + expectation, length) + "hi" + Case.SMUGGLED);
        }
        String twice = Case.post("Expect: 100-continue", "Expect: 100-continue", length);
        cases.refused("expecting twice", twice + "hi" + Case.SMUGGLED);
    }

    private static String get(String... fields) {
        return Case.head("GET " + Case.TARGET + " HTTP/1.1", fields);
    }
}
