package dev.portcullis.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.http1.Message;
import dev.portcullis.core.http1.Parsed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names, lists and which fields reach the other side.
class FieldsTest {

    // Names.

    @ParameterizedTest
    @EnumSource(FieldName.class)
    void every_name_is_found_whatever_its_case(FieldName name) {
        if (name.lower().isEmpty()) {
            assertThat(name).isIn(FieldName.OTHER, FieldName.FORWARDING_FAMILY);
            return;
        }
        for (String spelling : new String[] {name.lower(), name.lower().toUpperCase(Locale.ROOT)}) {
            assertThat(of(spelling)).isEqualTo(name);
            assertThat(of(spelling + "z")).isNotEqualTo(name);
            assertThat(of("z" + spelling)).isNotEqualTo(name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "x-forwarded-anything, FORWARDING_FAMILY",
        "X-FORWARDED-, FORWARDING_FAMILY",
        "x-original-url, FORWARDING_FAMILY",
        "X-Original-Forwarded-For, FORWARDING_FAMILY",
        "x-remote-user, FORWARDING_FAMILY",
        "X-Remote-User-Id, FORWARDING_FAMILY",
        "x-hass-source, FORWARDING_FAMILY",
        "x-forwarded, FORWARDING_FAMILY",
        "Remote-User, FORWARDING_FAMILY",
        "Tailscale-User-Login, FORWARDING_FAMILY",
        "X-Auth-Request-Email, FORWARDING_FAMILY",
        "remote, OTHER",
        "xx-forwarded-for, OTHER",
        "8-forwarded-for, OTHER",
        "y-forwarded-host, OTHER",
        "x-hassio, OTHER",
        "x, OTHER",
    })
    void families_of_forwarding_names(String name, FieldName expected) {
        assertThat(of(name)).isEqualTo(expected);
    }

    /// `@` and backquote, `[` and `{` differ by the bit that tells cases apart, and are not letters.
    @Test
    void only_letters_have_a_case() {
        assertThat(Octets.equalsIgnoreCase(Octets.of("`{"), 0, 2, Octets.of("@["), 0, 2))
                .isFalse();
        assertThat(Octets.equalsIgnoreCase(Octets.of("@["), 0, 2, Octets.of("`{")))
                .isFalse();
        assertThat(Octets.equalsIgnoreCase(Octets.of("aZ"), 0, 2, Octets.of("Az"), 0, 2))
                .isTrue();
        assertThat(of("h\u000fst")).isEqualTo(FieldName.OTHER);
        assertThat(of("\u00c8ost")).isEqualTo(FieldName.OTHER);
    }

    private static FieldName of(String name) {
        byte[] octets = Octets.of("<" + name + ">");
        return FieldName.of(octets, 1, octets.length - 1);
    }

    // Lists.

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            close                   | true
            CLOSE                   | true
            `  close\t`             | true
            a, close                | true
            a ,close , b            | true
            ,,, close               | true
            close,                  | true
            a,close                 | true
            closed                  | false
            a close                 | false
            close b                 | false
            close;q=1               | false
            "close"                 | false
            c,lose                  | false
            `,`                     | false
            ``                      | false
            """)
    void tokens_in_lists(String value, boolean found) {
        Fields fields = Parsed.fields("Connection: " + value + "\r\nX: close\r\n");
        assertThat(fields.hasToken(FieldName.CONNECTION, Octets.of("close"))).isEqualTo(found);
        byte[] other = Octets.of("<Close>");
        assertThat(fields.lists(FieldName.CONNECTION, other, 1, 6)).isEqualTo(found);
    }

    @Test
    void a_list_may_be_spread_over_several_fields() {
        Fields fields = Parsed.fields("Connection: a\r\nConnection: b,close\r\n");
        assertThat(fields.hasToken(FieldName.CONNECTION, Octets.of("close"))).isTrue();
        assertThat(fields.hasToken(FieldName.CONNECTION, Octets.of("c"))).isFalse();
        assertThat(fields.hasToken(FieldName.UPGRADE, Octets.of("close"))).isFalse();
    }

    @Test
    void values_are_as_sent_without_the_white_space_around_them() {
        Fields fields = Parsed.fields("X: \t a \t b\t \r\nhost:\r\nHOST:y\r\n");
        assertThat(Message.texts(fields)).containsExactly("X: a \t b", "host: ", "HOST: y");
        assertThat(fields.first(FieldName.HOST)).isEmpty();
        assertThat(fields.indexOf(FieldName.HOST, 2)).isEqualTo(2);
        assertThat(fields.first(FieldName.COOKIE)).isNull();
    }

    @Test
    void there_may_be_more_fields_than_usual() {
        Fields fields = Parsed.fields("X: y\r\n".repeat(100) + "Cookie: z\r\n");
        assertThat(fields.count()).isEqualTo(101);
        assertThat(fields.value(99)).isEqualTo("y");
        assertThat(fields.first(FieldName.COOKIE)).isEqualTo("z");
    }

    // Relaying.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "Content-Length",
                "Transfer-Encoding",
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "TE",
                "Trailer",
                "Upgrade",
                "HTTP2-Settings",
                "Proxy-Authorization",
                "Proxy-Authenticate",
                "Forwarded",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "X-Forwarded-Port",
                "X-Forwarded-Prefix",
                "X-Real-IP",
                "CF-Connecting-IP",
                "True-Client-IP",
                "X-Client-IP",
                "X-Cluster-Client-IP",
                "Client-IP",
                "Fastly-Client-IP",
                "Fly-Client-IP",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-HTTP-Method-Override",
                "X-HTTP-Method",
                "X-Method-Override",
                "X-Ingress-Path",
                "X-Hass-Source",
                "X-Remote-User-Name",
                "Proxy"
            })
    void what_is_not_the_senders_to_say_is_not_relayed(String name) {
        String lines = "A: 1\r\n" + name + ": x\r\n" + name.toUpperCase(Locale.ROOT) + ": y\r\nB: 2\r\n";
        assertThat(relayed(lines)).isEqualTo("A: 1\r\nB: 2\r\n");
    }

    @Test
    void everything_else_is_relayed_as_it_came_and_in_order() {
        String lines = "Authorization: Bearer x\r\nCookie: a=b\r\ncookie: c\r\nX-y: \u00e9\r\nAccept-Encoding: br\r\n"
                + "Sec-WebSocket-Protocol: a, b\r\nX_Own: 1\r\nExpect: 100-continue\r\nRange: bytes=0-\r\n";
        assertThat(relayed(lines)).isEqualTo(lines);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: X-A\r\n",
                "connection: x-a\r\n",
                "Connection: close, X-A\r\n",
                "Connection: close,x-a ,y\r\n",
                "Connection: close\r\nConnection: X-A\r\n",
                "Connection:\r\nConnection: X-A\r\n"
            })
    void what_connection_names_stays_behind(String connection) {
        assertThat(relayed("X-A: 1\r\nX-AB: 2\r\n" + connection + "x-a: 3\r\nX: 4\r\n"))
                .isEqualTo("X-AB: 2\r\nX: 4\r\n");
    }

    @Test
    void the_usual_words_of_connection_name_no_fields() {
        assertThat(relayed("Connection: keep-alive\r\nX: 1\r\n")).isEqualTo("X: 1\r\n");
        assertThat(relayed("Connection: close\r\nClose: 1\r\n")).isEqualTo("Close: 1\r\n");
    }

    @Test
    void one_field_may_be_left_to_the_caller() {
        String lines = "Accept-Encoding: br\r\nX: 1\r\n";
        assertThat(written(writer -> RelayedFields.copy(Parsed.fields(lines), writer, FieldName.ACCEPT_ENCODING)))
                .isEqualTo("X: 1\r\n");
    }

    @Test
    void trailers_that_mean_something_are_not_relayed() {
        String trailers = "X-Sum: 1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\nCookie: a\r\n"
                + "Authorization: b\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Odd: 1\r\nConnection: close\r\n"
                + "Set-Cookie: c\r\nContent-Type: d\r\nGrpc-Status: 0\r\n";
        assertThat(written(writer -> RelayedFields.copyTrailers(Parsed.fields(trailers), writer)))
                .isEqualTo("X-Sum: 1\r\nGrpc-Status: 0\r\n");
    }

    private static String relayed(String lines) {
        return written(writer -> RelayedFields.copy(Parsed.fields(lines), writer, FieldName.OTHER));
    }

    private static String written(Consumer<HeadWriter> writing) {
        HeadWriter writer = new HeadWriter().begin();
        writing.accept(writer);
        ByteBuf buffer = writer.toBuffer(UnpooledByteBufAllocator.DEFAULT);
        String text = buffer.toString(StandardCharsets.ISO_8859_1);
        buffer.release();
        return text;
    }
}
