package dev.portcullis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedExchangesTest {

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "login.txt",
                "login-errors.txt",
                "mfa.txt",
                "mfa-too-many-retry.txt",
                "token-errors.txt",
                "bearer.txt",
                "webhooks.txt",
                "forwarded.txt",
                "filter.txt",
                "paths.txt"
            })
    void answers_as_home_assistant_was_recorded_to(String file) throws IOException {
        Map<String, String> kept = new HashMap<>();
        List<RecordedExchange> exchanges = RecordedExchange.in(file);
        assertThat(exchanges).isNotEmpty();
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual())) {
            WireClient client = new WireClient(house.address());
            for (RecordedExchange exchange : exchanges) {
                WireClient.Reply reply = client.exchange(filled(exchange.wire(), kept));
                compare(exchange, reply, kept);
                if (exchange.closes()) {
                    assertThat(client.ended()).as(exchange.title()).isTrue();
                    client.close();
                    client = new WireClient(house.address());
                }
            }
            client.close();
            assertThat(house.recorder().malformed()).isZero();
            assertThat(house.recorder().requests()).isEqualTo(exchanges.size());
        }
    }

    private static void compare(RecordedExchange expected, WireClient.Reply reply, Map<String, String> kept) {
        assertThat(reply.status()).as(expected.title()).isEqualTo(expected.status());
        assertThat(reply.header("Content-Type")).as(expected.title()).isEqualTo(expected.contentType());
        for (String header : expected.headers()) {
            int colon = header.indexOf(':');
            assertThat(reply.header(header.substring(0, colon)))
                    .as(expected.title())
                    .isEqualTo(header.substring(colon + 1).strip());
        }
        if (expected.contentType().equals("application/json")) {
            Object actual = Json.readObject(wrapped(reply.text())).orElseThrow().get("body");
            Object wanted = Json.readObject(wrapped(filled(expected.body(), kept)))
                    .orElseThrow()
                    .get("body");
            assertThat(fits(wanted, actual))
                    .as("%s: %s instead of %s", expected.title(), reply.text(), expected.body())
                    .isTrue();
            for (String keep : expected.keeps()) {
                String[] parts = keep.split(" ", 2);
                kept.put(parts[0], String.valueOf(((Map<?, ?>) actual).get(parts[1])));
            }
        } else {
            assertThat(reply.text()).as(expected.title()).isEqualTo(expected.body());
        }
    }

    private static boolean fits(Object wanted, Object actual) {
        return switch (wanted) {
            case null -> actual == null;
            case String star when star.equals("*") -> actual instanceof String text && !text.isEmpty();
            case Map<?, ?> object ->
                actual instanceof Map<?, ?> other
                        && List.copyOf(object.keySet()).equals(List.copyOf(other.keySet()))
                        && object.keySet().stream().allMatch(name -> fits(object.get(name), other.get(name)));
            case List<?> items ->
                actual instanceof List<?> others
                        && items.size() == others.size()
                        && IntStream.range(0, items.size()).allMatch(i -> fits(items.get(i), others.get(i)));
            default -> wanted.equals(actual);
        };
    }

    private static String wrapped(String json) {
        return "{\"body\":" + json + "}";
    }

    /// Puts the kept values in; their lengths change the body's, which is counted again.
    private static String filled(String text, Map<String, String> kept) {
        String filled = text;
        for (Map.Entry<String, String> entry : kept.entrySet()) {
            filled = filled.replace("{" + entry.getKey() + "}", entry.getValue());
        }
        int body = filled.indexOf("\r\n\r\n");
        return body < 0
                ? filled
                : filled.replaceFirst("Content-Length: [0-9]+", "Content-Length: " + (filled.length() - body - 4));
    }
}
