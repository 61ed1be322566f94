package dev.portcullis.rules.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.rules.net.Address;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lines of nginx and of Caddy, as they are read.
class ForeignLogsTest {

    @Test
    void a_combined_line_is_read() throws BadLine {
        assertThat(NginxCombined.read("203.0.113.9 - - [23/Nov/2026:14:05:09 +0100] \"GET /wp-login.php?a=b HTTP/1.1\""
                        + " 404 153 \"https://example.org/\" \"Mozilla/5.0 (X11)\" \"-\" rt=0.001"))
                .isEqualTo(new ForeignRequest(
                        Instant.parse("2026-11-23T13:05:09Z"),
                        address("203.0.113.9"),
                        "GET",
                        "/wp-login.php?a=b",
                        "",
                        404,
                        "https://example.org/",
                        "Mozilla/5.0 (X11)"));
    }

    @Test
    void ipv6_names_of_users_and_empty_fields_are_read() throws BadLine {
        assertThat(
                        NginxCombined.read(
                                "2001:db8::9 - an [old] man [01/Jan/2027:00:00:00 -0330] \"POST /api/ HTTP/2.0\" 401 0 \"-\" \"-\""))
                .isEqualTo(new ForeignRequest(
                        Instant.parse("2027-01-01T03:30:00Z"),
                        address("2001:db8::9"),
                        "POST",
                        "/api/",
                        "an [old] man",
                        401,
                        "",
                        ""));
    }

    @Test
    void escapes_of_both_programs_are_undone_and_end_no_field() throws BadLine {
        ForeignRequest nginx = NginxCombined.read("203.0.113.9 - - [23/Nov/2026:14:05:09 +0000]"
                + " \"GET /a\\x22b\\x5Cc HTTP/1.1\" 400 0 \"-\" \"x\\x22 200 \\x1B\\xE4\"");
        ForeignRequest apache = NginxCombined.read("203.0.113.9 - - [23/Nov/2026:14:05:09 +0000]"
                + " \"GET /a\\\"b\\\\c HTTP/1.1\" 400 0 \"-\" \"x\\\" \\n\\t\\r\\xzz\"");

        assertThat(nginx.target()).isEqualTo("/a\"b\\c");
        assertThat(nginx.agent()).isEqualTo("x\" 200 \u001b\u00e4");
        assertThat(apache.target()).isEqualTo("/a\"b\\c");
        assertThat(apache.agent()).isEqualTo("x\" \n\t\rxzz");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\x16\\x03\\x01\\x02", "", "-", "GET /", "GET / HTTP/1.1 x", "get / HTTP/1.1", "GET / FTP/1"})
    void a_request_line_that_is_none_is_kept_as_it_is(String request) throws BadLine {
        ForeignRequest read = NginxCombined.read(
                "203.0.113.9 - - [23/Nov/2026:14:05:09 +0000] \"" + request + "\" 400 0 \"-\" \"-\"");

        assertThat(read.method()).isEmpty();
        assertThat(read.target()).hasSameSizeAs(request.replace("\\x16\\x03\\x01\\x02", "1234"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|no address in front (expected: combined format)",
                "nobody - - [23/Nov/2026:14:05:09 +0000] \"GET / HTTP/1.1\" 200 1|no address in front (expected: combined"
                        + " format)",
                "203.0.113.9|no [time] in front of the request (expected: combined format)",
                "203.0.113.9 \"|no [time] in front of the request (expected: combined format)",
                "203.0.113.9 - - [23/Nov/2026:14:05:09] \"GET / HTTP/1.1\" 200 1|no [time] in front of the request"
                        + " (expected: combined format)",
                "203.0.113.9 - - [23/Nix/2026:14:05:09 +0000] \"GET / HTTP/1.1\" 200 1|the time is none (expected:"
                        + " 23/Nov/2026:14:05:09 +0100)",
                "203.0.113.9 - - [31/Feb/2026:14:05:09 +0000] \"GET / HTTP/1.1\" 200 1|the time is none (expected:"
                        + " 23/Nov/2026:14:05:09 +0100)",
                "203.0.113.9 - - [23/Nov/2026:14:05:09 +9900] \"GET / HTTP/1.1\" 200 1|the time is none (expected:"
                        + " 23/Nov/2026:14:05:09 +0100)",
                "203.0.113.9 - - [23/Nov/2026:14:05:xx +0000] \"GET / HTTP/1.1\" 200 1|digits are missing (expected:"
                        + " combined format)",
                "203.0.113.9 - - [23/Nov/2026:14:05:09 +0000] \"GET / HTTP/1.1|a quoted field has no end (expected: a whole"
                        + " line)",
                "203.0.113.9 - - [23/Nov/2026:14:05:09 +0000] \"GET / HTTP/1.1\"|no status behind the request (expected:"
                        + " combined format)",
                "203.0.113.9 - - [23/Nov/2026:14:05:09 +0000] \"GET / HTTP/1.1\" abc|digits are missing (expected: combined"
                        + " format)",
            })
    void a_broken_combined_line_says_what_is_wrong(String line, String message) {
        assertThatThrownBy(() -> NginxCombined.read(line))
                .isInstanceOf(BadLine.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1795442709.25|2026-11-23T14:05:09.25Z",
                "1795442709.123456789|2026-11-23T14:05:09.123456789Z",
                "1795442709|2026-11-23T14:05:09Z",
                "1.795442709e9|2026-11-23T14:05:09Z",
                "\"2026-11-23T15:05:09+01:00\"|2026-11-23T14:05:09Z",
                "\"2026-11-23T14:05:09.123456789Z\"|2026-11-23T14:05:09.123456789Z",
                "\"2026-11-23T15:05:09.250+0100\"|2026-11-23T14:05:09.25Z",
            })
    void times_of_caddy_are_read_whatever_their_form(String ts, Instant time) throws BadLine {
        assertThat(caddy(ts, "\"client_ip\":\"203.0.113.9\"").at()).isEqualTo(time);
    }

    @Test
    void a_line_of_caddy_is_read() throws BadLine {
        JsonLine line = JsonLine.parse("{\"level\":\"info\",\"ts\":1795442709.25,\"logger\":\"http.log.access\","
                + "\"msg\":\"handled request\",\"request\":{\"remote_ip\":\"192.0.2.1\",\"remote_port\":\"5\","
                + "\"client_ip\":\"2001:db8::9\",\"proto\":\"HTTP/2.0\",\"method\":\"GET\",\"host\":\"home.example.org\","
                + "\"uri\":\"/.env?x\",\"headers\":{\"User-Agent\":[\"curl/8\",\"b\"],\"Referer\":[\"r\"]}},"
                + "\"user_id\":\"anna\",\"duration\":0.1,\"status\":404}");

        assertThat(CaddyJson.of(line))
                .isEqualTo(new ForeignRequest(
                        Instant.parse("2026-11-23T14:05:09.25Z"),
                        address("2001:db8::9"),
                        "GET",
                        "/.env?x",
                        "anna",
                        404,
                        "r",
                        "curl/8"));
    }

    @Test
    void addresses_of_older_caddies_are_read() throws BadLine {
        assertThat(caddy("1", "\"remote_ip\":\"192.0.2.1\"").client()).isEqualTo(address("192.0.2.1"));
        assertThat(caddy("1", "\"remote_addr\":\"192.0.2.1:50\"").client()).isEqualTo(address("192.0.2.1"));
        assertThat(caddy("1", "\"remote_addr\":\"[2001:db8::1]:50\"").client()).isEqualTo(address("2001:db8::1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"true", "\"\"", "\"noon\"", "1e400", "1e15", "-1.5", "1.-5", "99999999999999999999", "1.x", "[]"
            })
    void a_line_without_a_time_is_broken(String ts) {
        assertThatThrownBy(() -> caddy(ts, "\"client_ip\":\"192.0.2.1\"")).isInstanceOf(BadLine.class);
    }

    @Test
    void formats_are_told_apart_by_their_lines() {
        assertThat(LogFormat.of("203.0.113.9 - - [23/Nov/2026:14:05:09 +0000] \"GET / HTTP/1.1\" 200 1"))
                .contains(LogFormat.COMBINED);
        assertThat(LogFormat.of("{\"ts\":1,\"status\":200,\"request\":{\"remote_ip\":\"192.0.2.1\"}}"))
                .contains(LogFormat.CADDY);
        assertThat(LogFormat.of("{\"ts\":\"2026-11-23T14:05:09Z\",\"client\":\"192.0.2.1\"}"))
                .contains(LogFormat.PORTCULLIS);
        assertThat(LogFormat.of("{\"lost\":12}")).isEmpty();
        assertThat(LogFormat.of("sshd[1]: accepted")).isEmpty();
        assertThat(LogFormat.of("")).isEmpty();
    }

    private static ForeignRequest caddy(String ts, String address) throws BadLine {
        return CaddyJson.of(JsonLine.parse("{\"ts\":" + ts + ",\"status\":200,\"request\":{" + address + "}}"));
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
