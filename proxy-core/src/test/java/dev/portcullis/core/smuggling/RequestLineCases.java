package dev.portcullis.core.smuggling;

import java.util.List;

/// First lines that are none, and bytes before them (RFC 9112 §2.2, §3).
final class RequestLineCases {

    private static final String FIRST = "GET " + Case.TARGET + " HTTP/1.1";

    private static final List<String> BEFORE = List.of(
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\r",
            "\u0000",
            "\u0001",
            " ",
            "\t",
            "\u000b",
            "\u000c",
            "\u007f",
            "\u001b",
            "\u00a0",
            "\u00ef\u00bb\u00bf",
            "x\r\n",
            "\u0000\r\n",
            "0\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "PROXY TCP4 6.6.6.6 127.0.0.1 1 443\r\n");

    private static final List<String> SPACES = List.of(
            "\t", "  ", " \t", "\u000b", "\u000c", "\r", "\u0000", "\u001f", "\u00a0", "\u0085", "+", "%20", "", " \r",
            "\n");

    private static final List<String> VERSIONS = List.of(
            "",
            " ",
            "HTTP/0.9",
            "HTTP/1.2",
            "HTTP/1.9",
            "HTTP/2.0",
            "HTTP/2",
            "HTTP/3",
            "HTTP/1",
            "HTTP/1.",
            "HTTP/.1",
            "HTTP/1.10",
            "HTTP/1.01",
            "HTTP/01.1",
            "HTTP/11.1",
            "HTTP/1.1.1",
            "HTTP/1,1",
            "HTTP/1.x",
            "HTTP/-1.1",
            "HTTP/1.-1",
            "HTTP/+1.1",
            "http/1.1",
            "Http/1.1",
            "HTTPS/1.1",
            "HTTP 1.1",
            "HTTP /1.1",
            "HTTP/ 1.1",
            "HTTP/1 .1",
            "HTTP/1.1 ",
            "HTTP/1.1\t",
            "HTTP/1.1\u0000",
            "HTTP/1.1 x",
            "HTTP/1.1 HTTP/1.1",
            "HTTP/1.1\rX: y",
            "HTTP/1.1\nX: y",
            "ICY/1.1",
            "RTSP/1.1");

    private static final List<String> METHODS = List.of(
            "get",
            "Get",
            "GET\u0000",
            "G\u0001ET",
            "GE\tT",
            "\"GET\"",
            "GET/",
            "GET:",
            "(GET)",
            "G\u00cbT",
            "",
            "GET\r\nX:",
            "CONNECT",
            "A".repeat(40));

    private RequestLineCases() {}

    static List<Case> cases() {
        Cases cases = new Cases();
        for (String before : BEFORE) {
            cases.refused("before it " + before, before + Case.head(FIRST) + Case.SMUGGLED);
        }
        for (String space : SPACES) {
            String first = "GET" + space + Case.TARGET + " HTTP/1.1";
            cases.refused("first space " + space, Case.head(first) + Case.SMUGGLED);
            // Some of these belong to a target; no target holds the version, so this line has none.
            String second = "GET " + Case.TARGET + space + "HTTP/1.1";
            cases.refused("second space " + space, Case.head(second) + Case.SMUGGLED);
            if (!space.isEmpty() && space.charAt(0) != '+' && space.charAt(0) != '%' && space.charAt(0) < 0x80) {
                String within = "GET " + Case.TARGET + "&a" + space + "b HTTP/1.1";
                cases.refused("within the target " + space, Case.head(within) + Case.SMUGGLED);
            }
        }
        for (String version : VERSIONS) {
            cases.refused("version " + version, Case.head("GET " + Case.TARGET + " " + version) + Case.SMUGGLED);
        }
        for (String method : METHODS) {
            cases.refused("method " + method, Case.head(method + " " + Case.TARGET + " HTTP/1.1") + Case.SMUGGLED);
        }
        cases.refused("nothing but a target", "GET " + Case.TARGET + "\r\n" + Case.SMUGGLED);
        cases.refused("nothing but a method", "GET\r\n\r\n" + Case.SMUGGLED);
        targets(cases);
        return cases.list();
    }

    private static void targets(Cases cases) {
        String inner = "GET /api/smuggled-" + Case.ID + " HTTP/1.1\r\nHost: home.test";
        for (String end : List.of("\r\n", "\n", "\r", "\r\r\n", "\u0000\r\n")) {
            String line = "GET " + Case.PATH + " HTTP/1.1" + end + "X: y" + end + end + inner + " HTTP/1.1";
            cases.refused("a request in the target " + end, Case.head(line).replaceFirst("Host: home.test", "X: y"));
        }
        for (String target : List.of(
                "*",
                "home.test:443",
                "api/known",
                "//home.test" + Case.TARGET,
                "http://home.test" + Case.TARGET,
                "ftp://home.test" + Case.TARGET,
                "https:///api/known",
                "https://other.test" + Case.TARGET,
                "https://home.test:1" + Case.TARGET,
                "https://u@home.test" + Case.TARGET,
                "https://home.test\\@other.test/api/known",
                Case.PATH + "/../smuggled-" + Case.ID,
                "/api/smuggled-" + Case.ID + "/..;/known",
                Case.PATH + "#?" + Case.ID)) {
            cases.refused("target " + target, Case.head("GET " + target + " HTTP/1.1"));
        }
        cases.passed("absolute-form", Case.head("GET https://home.test" + Case.TARGET + " HTTP/1.1"), "GET", "");
        cases.passed("HTTP/1.0", Case.head("GET " + Case.TARGET + " HTTP/1.0") + Case.SMUGGLED, "GET", "");
        cases.passed("another method", Case.head("M-SEARCH " + Case.TARGET + " HTTP/1.1"), "M-SEARCH", "");
    }
}
