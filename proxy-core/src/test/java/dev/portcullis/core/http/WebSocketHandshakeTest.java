package dev.portcullis.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.core.http1.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The key and its answer are those of RFC 6455 §1.3.
class WebSocketHandshakeTest {

    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
    private static final String ACCEPT = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

    @Test
    void a_handshake_is_taken() {
        RequestHead request = Parsed.request("GET /api/websocket", UPGRADE + KEY + VERSION);
        assertThat(request.upgrade()).isEqualTo(RequestHead.Upgrade.WEBSOCKET);
        assertThatCode(() -> WebSocketHandshake.check(request)).doesNotThrowAnyException();
        assertThat(WebSocketHandshake.accepted(request, Parsed.response(101, UPGRADE + ACCEPT)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dGhlIHNhbXBsZSBub25jZQ",
                "dGhlIHNhbXBsZSBub25jZQ=",
                "dGhlIHNhbXBsZSBub25j",
                "dGhlIHNhbXBsZSBub25jZXg=",
                "dGhlIHNhbXBsZSBub25jZXh4",
                "AAAA",
                "dGhlIHNhbXBsZSBub25j!Q==",
                "dGhlIHNhbXBsZSBub25_ZQ==",
                "dGhlIHNhbXBsZSBub2 jZQ=="
            })
    void a_key_is_sixteen_bytes_in_base64(String key) {
        assertRefused("GET /", UPGRADE + VERSION + "Sec-WebSocket-Key: " + key + "\r\n", Refusal.UPGRADE);
    }

    @Test
    void each_part_is_needed_once() {
        assertRefused("GET /", UPGRADE + VERSION, Refusal.UPGRADE);
        assertRefused("GET /", UPGRADE + KEY, Refusal.UPGRADE);
        assertRefused("GET /", UPGRADE + KEY + KEY + VERSION, Refusal.UPGRADE);
        assertRefused("GET /", UPGRADE + KEY + VERSION + VERSION, Refusal.UPGRADE);
        assertRefused("POST /", UPGRADE + KEY + VERSION, Refusal.UPGRADE);
        assertRefused("HEAD /", UPGRADE + KEY + VERSION, Refusal.UPGRADE);
        assertRefused("GET /", UPGRADE + KEY + VERSION + "Content-Length: 0\r\n", Refusal.UPGRADE);
        assertRefused("GET /", UPGRADE + KEY + VERSION + "Transfer-Encoding: chunked\r\n", Refusal.UPGRADE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "777", "013", "13 ,8", "13, 8", "", "x"})
    void there_is_one_version(String version) {
        assertRefused("GET /", UPGRADE + KEY + "Sec-WebSocket-Version: " + version + "\r\n", Refusal.UPGRADE_VERSION);
    }

    private static void assertRefused(String line, String fields, Refusal refusal) {
        RequestHead request = Parsed.request(line, fields);
        assertThatThrownBy(() -> WebSocketHandshake.check(request))
                .isInstanceOfSatisfying(
                        BadMessage.class, bad -> assertThat(bad.refusal()).isEqualTo(refusal));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Upgrade: websocket           | Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
            Connection: upgrade          | Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
            Upgrade: h2c                 | Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
            both                         | Sec-WebSocket-Accept: S3pPLMBiTxaQ9kYGzzhZRbK+xOo=
            both                         | Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo
            both                         | Sec-WebSocket-Accept:
            both                         | X: y
            """)
    void an_upstream_must_answer_this_very_handshake(String upgrade, String accept) {
        RequestHead request = Parsed.request("GET /", UPGRADE + KEY + VERSION);
        String fields = (upgrade.equals("both") ? UPGRADE : upgrade + "\r\n") + accept + "\r\n";
        assertThat(WebSocketHandshake.accepted(request, Parsed.response(101, fields)))
                .isFalse();
    }

    @Test
    void an_upstream_must_answer_once() {
        RequestHead request = Parsed.request("GET /", UPGRADE + KEY + VERSION);
        assertThat(WebSocketHandshake.accepted(request, Parsed.response(101, UPGRADE + ACCEPT + ACCEPT)))
                .isFalse();
    }
}
