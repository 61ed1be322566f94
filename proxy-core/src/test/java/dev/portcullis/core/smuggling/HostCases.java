package dev.portcullis.core.smuggling;

import java.util.List;

/// Host in every form but the one, and claims about who asks whom (RFC 9112 §3.2).
final class HostCases {

    private HostCases() {}

    static List<Case> hosts() {
        Cases cases = new Cases();
        String line = "GET " + Case.TARGET + " HTTP/1.1\r\n";
        for (String fields : List.of(
                "",
                "X: y\r\n",
                "Host:\r\n",
                "Host: \r\n",
                "Host: home.test\r\nHost: home.test\r\n",
                "Host: home.test\r\nHost: other.test\r\n",
                "Host: other.test\r\nHost: home.test\r\n",
                "Host: home.test\r\nhost: home.test\r\n",
                "Host: home.test\r\nHost:\r\n",
                "Host: home.test\r\nHost : other.test\r\n",
                "Host: home.test\r\n Host: other.test\r\n",
                "Host : home.test\r\n",
                " Host: home.test\r\n",
                "Host\u0000: home.test\r\n",
                "Host: home.test\r\nHost_: other.test\r\nHost\t: other.test\r\n")) {
            cases.refused("fields " + fields, line + fields + "\r\n" + Case.SMUGGLED);
        }
        for (String value : List.of(
                "other.test",
                "home.test, other.test",
                "home.test,home.test",
                "home.test other.test",
                "home.test\tother.test",
                "user@home.test",
                "user:password@home.test",
                "other.test#@home.test",
                "home.test/",
                "home.test/api/known",
                "home.test?x",
                "home.test#x",
                "home.test\\x",
                "https://home.test",
                "//home.test",
                "home.test:",
                "home.test:0",
                "home.test:65536",
                "home.test:99999999999",
                "home.test:4x3",
                "home.test:+443",
                "home.test:443:443",
                "home.test:443@other.test",
                ":443",
                "[::1]",
                "[home.test]",
                "[",
                "[]",
                "[::1",
                "::1",
                "127.0.0.1",
                ".home.test",
                "home..test",
                "home.test..",
                "*.test",
                "home.test;x",
                "home%2etest",
                "home.test%00",
                "home.test\u0000",
                "home.test\u0000.other.test",
                "home\u00adtest",
                "h\u00f6me.test",
                "home.test\r",
                "home.test\rX: y",
                "home.test\nX: y",
                "home.test\r\n .other.test",
                "\"home.test\"",
                "<home.test>",
                "{home.test}",
                "$home.test",
                "localhost",
                "a".repeat(300))) {
            cases.refused("Host: " + value, line + "Host: " + value + "\r\n\r\n" + Case.SMUGGLED);
        }
        return cases.list();
    }

    /// What a client says of itself, or tells the proxy to drop, changes nothing that the upstream believes.
    static List<Case> claims() {
        Cases cases = new Cases();
        for (String options : List.of(
                "X-Forwarded-For",
                "X-Forwarded-For, X-Forwarded-Host, X-Forwarded-Proto",
                "x-forwarded-for",
                "Host",
                "host, close",
                "Content-Length",
                "Transfer-Encoding",
                "Content-Length, Transfer-Encoding",
                "Cookie",
                "Authorization",
                "Connection",
                "keep-alive, Content-Length",
                "TE, Trailer, Upgrade",
                "Expect",
                "X-Forwarded-For,,,Host",
                ",",
                "\"Host\"",
                "Host;q=1")) {
            String connection = "Connection: " + options;
            cases.passed("length, " + options, Case.post(connection, "Content-Length: 2") + "hi", "POST", "hi");
            cases.passed(
                    "chunks, " + options,
                    Case.post("Transfer-Encoding: chunked", connection) + "2\r\nhi\r\n0\r\n\r\n",
                    "POST",
                    "hi");
            cases.passed("twice, " + options, Case.post(connection, "Connection: close"), "POST", "");
        }
        for (String field : List.of(
                "X-Forwarded-For: 6.6.6.6",
                "x-forwarded-for: 6.6.6.6\r\nX-FORWARDED-FOR: 7.7.7.7",
                "X-Forwarded-Host: other.test",
                "X-Forwarded-Proto: http",
                "Forwarded: for=6.6.6.6;host=other.test",
                "X-Original-URL: /api/smuggled-" + Case.ID,
                "X-Rewrite-URL: /api/smuggled-" + Case.ID,
                "X-HTTP-Method-Override: DELETE",
                "Proxy-Connection: keep-alive",
                "Keep-Alive: timeout=5",
                "TE: trailers, chunked",
                "Trailer: Content-Length",
                "Content-Encoding: chunked",
                "Transfer-Encoded: chunked",
                "X-Transfer-Encoding: chunked",
                "Content-Lengths: 5")) {
            cases.passed(field, Case.post(field, "Content-Length: 2") + "hi", "POST", "hi");
        }
        cases.refused("far too many options", Case.post("Connection: " + "Host,".repeat(400)) + Case.SMUGGLED);
        return cases.list();
    }
}
