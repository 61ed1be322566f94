package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubTest {

    private static final String SECRET = "q7Zp-kitchen_Light42-x9W3vL8";

    private final Scrub scrub = new Scrub(House.HASH);

    private static String mark(String secret) {
        return "~" + House.HASH.of(secret).substring(0, 8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/lovelace/0",
                "/api/states/sensor.kitchen_temperature",
                "/frontend_latest/app.0a1b2c3d4e5f6a7b.js",
                "/api/history/period/2026-11-23T00:00:00+00:00",
                "/a%20b/%C3%A9",
                "/wp-content/plugins/some-long-plugin-name-without-digits/readme.txt",
                "/..%2f..%2fetc/passwd",
                "/api/webhook",
                "/api/webhooks",
                "/api/telegram_webhooks",
                "/media/olga@example.org/a",
                "http://ha.example.org:8123/lovelace/0",
                "*",
                "",
                "%",
                "/%zz%"
            })
    void a_path_without_secrets_stays_as_it_was_sent(String path) {
        assertThat(scrub.path(path)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/webhook/my-hook",
                "/api/webhook/my-hook?my-hook",
                "/api/webhook/my%2Dhook",
                "/api/web%68ook/my-hook",
                "/api/%2577ebhook/my-hook",
                "/api/webhook%2Fmy-hook",
                "/api/webhook%252fmy-hook",
                "/api//webhook//my-hook",
                "/api/webhook/./my-hook",
                "/api/webhook/../my-hook",
                "/api\\webhook\\my-hook",
                "/api/webhook;x/my-hook",
                "/API/WebHook/my-hook",
                "http://ha.example.org/api/webhook/my-hook",
                "/api/webhook/my-hook/more",
                "/api/webhook/my-hook#my-hook",
                "/api/webhook/my-hook%3Fmy-hook",
                "/auth/login_flow/my-hook",
                "/api/hls/my-hook/playlist.m3u8",
                "/api/hassio_ingress/my-hook/",
                "/api/tts_proxy/my-hook",
                "/api/alexa/flash_briefings/my-hook",
                "/api/webhooks/my-hook",
                "/api/Webhooks/my-hook",
                "/api/xwebhook/my-hook",
                "/api/webhook.json/my-hook",
                "/api/webhook%20/my-hook",
                "/api/%20webhook/my-hook",
                "/api/webhook=my-hook",
                "/api/webhook:my-hook",
                "/api/webhook-my-hook",
                "/api/webhookmy-hook",
                "/api/webhooksmy-hook",
                "/api/telegram_webhooksmy-hook",
                "/api/telegram_webhooks/my-hook",
                "/x;jsessionid=my-hook",
                "http://olga:my-hook@ha.example.org/",
                "http://olga:pa/my-hook@ha.example.org/",
                "http://olga:pa/my-hook/ss@ha.example.org/",
                "http://olga:pa?my-hook@ha.example.org/",
                "http://olga:pa%2Fmy-hook%40ha.example.org/",
                "http://my-hook@ha.example.org/",
                "//olga:pa/my-hook@ha.example.org/",
                "olga:pa/my-hook@ha.example.org:443"
            })
    void a_secret_is_known_by_where_it_stands(String target) {
        assertThat(scrub.path(target)).doesNotContain("my-hook").contains("~");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x/§", "/x/§.mp3", "/x.§/y", "/§", "//§//", "/x/%71§", "/a?§", "/a%3F§", "/x,§;y", "§"})
    void a_secret_is_known_by_its_looks(String target) {
        assertThat(scrub.path(target.replace("§", SECRET)))
                .doesNotContain(SECRET)
                .doesNotContain("kitchen_Light");
    }

    @Test
    void equal_secrets_have_equal_marks_however_they_are_written() {
        String expected = "/api/webhook/" + mark("my-hook");
        assertThat(scrub.path("/api/webhook/my-hook")).isEqualTo(expected);
        assertThat(scrub.path("/api/webhook/my%2dhook?x")).isEqualTo(expected);
        assertThat(scrub.path("/api/webhook/my-hook2")).isNotEqualTo(expected);
    }

    @Test
    void twenty_hexadecimal_digits_are_a_secret_and_sixteen_are_not() {
        assertThat(scrub.path("/x/12345678901234567890")).isEqualTo("/x/" + mark("12345678901234567890"));
        assertThat(scrub.path("/x/1234567890abcdef")).isEqualTo("/x/1234567890abcdef");
    }

    @Test
    void a_long_path_is_cut_and_costs_no_more_than_its_beginning() {
        assertThat(scrub.path("/" + "a/".repeat(5000))).hasSize(512);
        int[] hashed = {0};
        Scrub counting = new Scrub(secret -> {
            hashed[0]++;
            return House.HASH.of(secret);
        });
        String many = ("/" + SECRET + "." + SECRET).repeat(400);
        assertThat(counting.path(many)).hasSize(512).doesNotContain("kitchen");
        assertThat(hashed[0]).isLessThan(80);
    }
}
