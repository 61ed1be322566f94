package dev.portcullis.core.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.Escaped;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Request lines, fields and Hosts, each refused by its one name.
class RequestHeadTableTest {

    private static RequestRecorder line(String line) {
        return RequestRecorder.of(Escaped.text(line) + "\r\nHost: home.test\r\n\r\n");
    }

    private static RequestRecorder field(String line) {
        return RequestRecorder.of("GET / HTTP/1.1\r\nHost: home.test\r\n" + Escaped.text(line) + "\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET /                                   | REQUEST_LINE
            GET                                     | REQUEST_LINE
            ``                                      | REQUEST_LINE
            GET / HTTP/0.9                          | VERSION
            GET / HTTP/1.2                          | VERSION
            GET / HTTP/2.0                          | VERSION
            GET / HTTP/1.10                         | VERSION
            GET / HTTP/01.1                         | VERSION
            GET / HTTP/1                            | VERSION
            GET / http/1.1                          | VERSION
            GET / HTTP/1,1                          | VERSION
            GET / HTTP/1.1\\s                       | VERSION
            GET / HTTP/1.1\\t                       | VERSION
            GET / XTTP/1.1                          | VERSION
            GET /HTTP/1.1                           | REQUEST_LINE
            GET HTTP/1.1                            | REQUEST_LINE
            GET  HTTP/1.1                           | REQUEST_LINE
            GET  / HTTP/1.1                         | REQUEST_LINE
            GET /  HTTP/1.1                         | REQUEST_LINE
            GET / x HTTP/1.1                        | REQUEST_LINE
            GET /\\tHTTP/1.1                        | REQUEST_LINE
            GET /\\x0bx HTTP/1.1                    | REQUEST_LINE
            GET /\\x0cx HTTP/1.1                    | REQUEST_LINE
            GET /a\\tb HTTP/1.1                     | REQUEST_LINE
            GET /\\x1b HTTP/1.1                     | REQUEST_LINE
            GET /\\x7f HTTP/1.1                     | REQUEST_LINE
            GET /\\0 HTTP/1.1                       | REQUEST_LINE
            GET /?\\t HTTP/1.1                      | REQUEST_LINE
            \\0GET / HTTP/1.1                       | REQUEST_LINE
            \\x01GET / HTTP/1.1                     | METHOD
            \\sGET / HTTP/1.1                       | REQUEST_LINE
            \\tGET / HTTP/1.1                       | METHOD
            \\r\\nGET / HTTP/1.1                    | REQUEST_LINE
            \\nGET / HTTP/1.1                       | LINE_END
            \\rGET / HTTP/1.1                       | LINE_END
            GET\\t/ HTTP/1.1                        | METHOD
            get / HTTP/1.1                          | METHOD
            Get / HTTP/1.1                          | METHOD
            G_T / HTTP/1.1                          | METHOD
            GET1 / HTTP/1.1                         | METHOD
            G(T / HTTP/1.1                          | METHOD
            G\\xc9T / HTTP/1.1                      | METHOD
            ABCDEFGHIJKLMNOPQRSTUVWXY / HTTP/1.1    | REQUEST_LINE
            GET / HTTP/1.1\\rX                      | LINE_END
            GET /\\r HTTP/1.1                       | LINE_END
            GET /\\n HTTP/1.1                       | LINE_END
            GET * HTTP/1.1                          | TARGET_FORM
            OPTIONS * HTTP/1.1                      | TARGET_FORM
            CONNECT home.test:443 HTTP/1.1          | TARGET_FORM
            CONNECT / HTTP/1.1                      | TARGET_FORM
            CONNECT https://home.test.x/ HTTP/1.1   | TARGET_FORM
            GET x HTTP/1.1                          | TARGET_FORM
            GET ?x HTTP/1.1                         | TARGET_FORM
            GET \\xff HTTP/1.1                      | TARGET_FORM
            GET http://home.test/ HTTP/1.1          | TARGET_FORM
            GET https://home.test HTTP/1.1          | TARGET_FORM
            GET https://home.test?x HTTP/1.1        | TARGET_FORM
            GET https://home.test:443/ HTTP/1.1     | TARGET_FORM
            GET https://other.test/ HTTP/1.1        | TARGET_FORM
            GET https://home.test.x/ HTTP/1.1       | TARGET_FORM
            GET https://x@home.test/ HTTP/1.1       | TARGET_FORM
            GET https:///home.test/ HTTP/1.1        | TARGET_FORM
            GET //home.test/ HTTP/1.1               | OK
            GET https://home.test/ HTTP/1.1         | OK
            GET HTTPS://HOME.test/x?y HTTP/1.1      | OK
            M-SEARCH / HTTP/1.1                     | OK
            GET /\\xc3\\xa9 HTTP/1.1                | OK
            GET /%zz HTTP/1.1                       | OK
            """)
    void request_lines(String line, String expected) {
        assertOutcome(line(line), expected);
    }

    @Test
    void absolute_form_becomes_origin_form() {
        assertThat(line("GET https://home.test/a?b HTTP/1.1").lastHead().target())
                .isEqualTo("/a?b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            X                                       | FIELD_NAME
            : x                                     | FIELD_NAME
            X : y                                   | FIELD_NAME
            X\\t: y                                 | FIELD_NAME
            X Y: z                                  | FIELD_NAME
            X\\x00: y                               | FIELD_VALUE
            X\\x01: y                               | FIELD_NAME
            X(: y                                   | FIELD_NAME
            X@: y                                   | FIELD_NAME
            X\\xe9: y                               | FIELD_NAME
            X\\x7f: y                               | FIELD_NAME
            X\\x85: y                               | FIELD_NAME
            "X": y                                  | FIELD_NAME
            \\sX: y                                 | FOLDED_FIELD
            \\tX: y                                 | FOLDED_FIELD
            \\s                                     | FOLDED_FIELD
            X: y\\r\\n\\sz                          | FOLDED_FIELD
            X: y\\r\\n\\tz                          | FOLDED_FIELD
            X: y\\0                                 | FIELD_VALUE
            X: \\x01                                | FIELD_VALUE
            X: y\\x0bz                              | FIELD_VALUE
            X: \\x1b[2J                             | FIELD_VALUE
            X: y\\x7f                               | FIELD_VALUE
            X: y\\nZ: 1                             | LINE_END
            X: y\\rZ: 1                             | LINE_END
            X: y\\r\\r                              | LINE_END
            X_Forwarded_For: 1.2.3.4                | FIELD_UNDERSCORE
            X-Forwarded_For: 1.2.3.4                | FIELD_UNDERSCORE
            X_Forwarded-Whatever: 1                 | FIELD_UNDERSCORE
            X_Real_IP: 1.2.3.4                      | FIELD_UNDERSCORE
            Content_Length: 0                       | FIELD_UNDERSCORE
            Transfer_Encoding: x                    | FIELD_UNDERSCORE
            Proxy_Connection: x                     | FIELD_UNDERSCORE
            X_Hass_Source: x                        | FIELD_UNDERSCORE
            Cf_Connecting_Ip: x                     | FIELD_UNDERSCORE
            Host:                                   | HOST
            Host: home.test                         | HOST
            Host: other.test                        | HOST
            host: home.test                         | HOST
            Expect: 200-ok                          | EXPECTATION
            Expect:                                 | EXPECTATION
            Expect: 100-continue, x                 | EXPECTATION
            Expect: 100-continue\\r\\nExpect: 100-continue | EXPECTATION
            X_Own_Name: 1                           | OK
            X:                                      | OK
            X:y                                     | OK
            X:\\t y\\tz \\t                         | OK
            X: \\xe9\\x80\\xff                      | OK
            !#$%&'*+-.^_`|~: 1                      | OK
            Expect: 100-Continue                    | OK
            """)
    void fields(String line, String expected) {
        // One name holds the table's own delimiter and quote.
        if (line.startsWith("!#")) {
            assertOutcome(field("!#$%&'*+-.^_`|~: 1"), "OK");
        } else {
            assertOutcome(field(line), expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "a,b",
                "a, b",
                "a b",
                "a\tb",
                "user@a",
                "user:pw@a",
                "@a",
                "a@",
                "a/",
                "a/b",
                "/a",
                "http://a",
                "a?b",
                "a#b",
                "a\\b",
                "a%41",
                "a:",
                "a:0",
                "a:65536",
                "a:99999",
                "a:123456",
                "a:-1",
                "a:+1",
                "a:8 0",
                "a:80:80",
                "a:x",
                ":80",
                ".",
                ".a",
                "a..b",
                "a..",
                "[",
                "]",
                "[]",
                "[:",
                "[::1",
                "[::1]x",
                "[::1]:",
                "[::1]:0",
                "[::1%eth0]",
                "[::g]",
                "[v1.a]",
                "::1",
                "\u00e9",
                "a\u00a0",
                "a\u0000",
                "a;b",
                "a!b",
                "*",
                "\"a\"",
                "a'",
                "(a)",
                "<a>",
                "{a}"
            })
    void hosts_that_are_none(String host) {
        RequestRecorder read = RequestRecorder.of("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertThat(read.messages()).isEmpty();
        assertThat(read.refusal()).isIn(Refusal.HOST, Refusal.FIELD_VALUE);
    }

    @Test
    void no_host_is_refused_in_either_version() {
        assertThat(RequestRecorder.of("GET / HTTP/1.1\r\n\r\n").refusal()).isEqualTo(Refusal.HOST);
        assertThat(RequestRecorder.of("GET / HTTP/1.0\r\n\r\n").refusal()).isEqualTo(Refusal.HOST);
        assertThat(RequestRecorder.of("GET / HTTP/1.1\r\nHost: " + "a".repeat(260) + "\r\n\r\n")
                        .refusal())
                .isEqualTo(Refusal.HOST);
    }

    @ParameterizedTest
    @CsvSource({
        "home.test, home.test",
        "HOME.Test, home.test",
        "home.test., home.test",
        "home.test:8443, home.test",
        "home.test.:1, home.test",
        "a_b-c.9, a_b-c.9",
        "192.0.2.1:65535, 192.0.2.1",
        "[::1], ::1",
        "[2001:DB8::1]:443, 2001:db8::1",
        "[::ffff:192.0.2.1], ::ffff:192.0.2.1",
    })
    void hosts_are_compared_without_case_port_and_trailing_dot(String field, String host) {
        RequestHead head = RequestRecorder.of("GET / HTTP/1.1\r\nHost: " + field + "\r\n\r\n")
                .lastHead();
        assertThat(head.host()).isEqualTo(host);
        assertThat(head.authority()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 |                          | true
            HTTP/1.1 | keep-alive               | true
            HTTP/1.1 | close                    | false
            HTTP/1.1 | CLOSE                    | false
            HTTP/1.1 | x, ,close , y            | false
            HTTP/1.1 | keep-alive, close        | false
            HTTP/1.1 | closed                   | true
            HTTP/1.0 |                          | false
            HTTP/1.0 | Keep-Alive               | true
            HTTP/1.0 | close                    | false
            HTTP/1.0 | keep-alive, close        | false
            """)
    void whether_the_connection_may_live_on(String version, String connection, boolean expected) {
        String field = connection == null ? "" : "Connection: " + connection + "\r\n";
        RequestHead head = RequestRecorder.of("GET / " + version + "\r\nHost: a\r\n" + field + "\r\n")
                .lastHead();
        assertThat(head.keepAlive()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 | upgrade             | websocket       | WEBSOCKET
            HTTP/1.1 | keep-alive, Upgrade | WebSocket       | WEBSOCKET
            HTTP/1.1 | upgrade             | h2c, websocket  | WEBSOCKET
            HTTP/1.1 | upgrade             | h2c             | NONE
            HTTP/1.1 | upgrade             | websockets      | NONE
            HTTP/1.1 | keep-alive          | websocket       | NONE
            HTTP/1.0 | upgrade             | websocket       | NONE
            """)
    void only_a_websocket_is_an_upgrade(
            String version, String connection, String upgrade, RequestHead.Upgrade expected) {
        RequestHead head = RequestRecorder.of("GET / " + version + "\r\nHost: a\r\nConnection: " + connection
                        + "\r\nUpgrade: " + upgrade + "\r\n\r\n")
                .lastHead();
        assertThat(head.upgrade()).isEqualTo(expected);
    }

    @Test
    void a_connection_field_that_could_name_hundreds_of_fields_is_refused() {
        assertOutcome(field("Connection: " + "x,".repeat(511) + "xx"), "OK");
        assertOutcome(field("Connection: " + "x,".repeat(512) + "x"), "CONNECTION_OPTIONS");
        assertOutcome(
                field("Connection: " + "x".repeat(1000) + "\\r\\nConnection: " + "x".repeat(25)), "CONNECTION_OPTIONS");
    }

    private static void assertOutcome(RequestRecorder read, String expected) {
        if (expected.equals("OK")) {
            assertThat(read.refusal()).isNull();
            assertThat(read.messages()).hasSize(1);
        } else {
            assertThat(read.refusal()).isEqualTo(Refusal.valueOf(expected));
            assertThat(read.messages()).isEmpty();
        }
    }
}
