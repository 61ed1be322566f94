package dev.portcullis.core.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import dev.portcullis.core.http1.Message;
import dev.portcullis.core.http1.Parsed;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Two protocols, one meaning: a request that came over HTTP/2 says what its twin says in HTTP/1, or both are
/// refused.
///
/// Known differences, all of them asked for by RFC 9113: HTTP/2 refuses upper-case names, connection-specific
/// fields, white space around values, and a target that is not origin-form; it takes a Host beside the authority if
/// they are equal; crumbs of cookies are joined. A colon ends a name in HTTP/1 and makes it none in HTTP/2.
class TwoProtocolsTest {

    private static final int REQUESTS = 60_000;
    private static final List<String> METHODS = List.of("GET", "POST", "M-X", "CONNECT", "get", "G T", "", "G\u0000");
    private static final List<String> TARGETS =
            List.of("/", "/a?b=c", "//x", "/\u00e9", "/a b", "/\u001f", "*", "https://a/x", "", "?", "/a\rb");
    private static final List<String> HOSTS = List.of("a", "A:443", "[::1]", "a,b", "u@a", "", "a b", "a ", "a:0");
    private static final List<String> NAMES = List.of(
            "x",
            "accept",
            "cookie",
            "cookie",
            "range",
            "content-length",
            "expect",
            "te",
            "x-forwarded-for",
            "x_y",
            "host",
            "X-Up",
            "connection",
            "keep-alive",
            "transfer-encoding",
            "upgrade",
            "proxy-connection",
            "http2-settings",
            "content_length",
            "x_real_ip",
            "x:y",
            "x ",
            " x",
            "",
            "a\u00e9",
            "x\u0000",
            "x\n");
    private static final List<String> VALUES = List.of(
            "",
            "1",
            "y z",
            "a\tb",
            "\u00ff\u0080",
            "100-continue",
            "trailers",
            "3",
            "a",
            "chunked",
            " y",
            "y\t",
            "03",
            "3,3",
            "\u0000",
            "x\u000by",
            "z\u007f",
            "x\ry",
            "x\ny",
            "\r",
            "close");

    private final SplittableRandom random = new SplittableRandom(20_260_104);
    private final HeaderBlocks blocks = new HeaderBlocks(Limits.DEFAULT);
    private final RequestFields requests = new RequestFields(Limits.DEFAULT, new Random(1));
    private final HeadSpace space = new HeadSpace(4096);

    private record Field(String name, String value) {}

    private record Twin(String method, String target, String host, List<Field> fields) {

        String text() {
            StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
            fields.forEach(field ->
                    text.append(field.name).append(": ").append(field.value).append("\r\n"));
            return text.append("\r\n").toString();
        }

        /// Whether RFC 9113 forbids what RFC 9112 allows.
        boolean onlyHttp1() {
            return !target.startsWith("/")
                    || !host.equals(host.strip())
                    || fields.stream().anyMatch(TwoProtocolsTest::onlyHttp1);
        }

        boolean namesItsHostAgain() {
            return fields.stream().anyMatch(field -> field.name.equals("host"));
        }
    }

    private static boolean onlyHttp1(Field field) {
        return !field.name.equals(field.name.toLowerCase(Locale.ROOT))
                || field.name.contains(":")
                || !field.value.equals(field.value.strip())
                || List.of(
                                "connection",
                                "keep-alive",
                                "transfer-encoding",
                                "upgrade",
                                "proxy-connection",
                                "http2-settings")
                        .contains(field.name)
                || (field.name.equals("te") && !field.value.equals("trailers"));
    }

    @Test
    void a_request_means_the_same_in_both_or_is_refused_in_both() throws Exception {
        Map<Refusal, Integer> refusals = new EnumMap<>(Refusal.class);
        int same = 0;
        for (int i = 0; i < REQUESTS; i++) {
            Twin twin = twin();
            RequestHead first = inHttp1(twin);
            Object second = inHttp2(twin);
            if (second instanceof RequestHead head) {
                if (first == null) {
                    assertThat(twin.namesItsHostAgain()).as(twin.toString()).isTrue();
                } else {
                    assertSame(twin, first, head);
                    same++;
                }
            } else {
                refusals.merge((Refusal) second, 1, Integer::sum);
                assertThat(first == null || twin.onlyHttp1())
                        .as(twin + ": " + second)
                        .isTrue();
            }
        }
        assertThat(same).isGreaterThan(REQUESTS / 5);
        assertThat(refusals.keySet())
                .containsExactlyInAnyOrder(
                        Refusal.METHOD,
                        Refusal.PSEUDO_FIELD,
                        Refusal.TARGET_FORM,
                        Refusal.HOST,
                        Refusal.FIELD_NAME,
                        Refusal.FIELD_VALUE,
                        Refusal.FIELD_UNDERSCORE,
                        Refusal.CONNECTION_FIELD,
                        Refusal.CONTENT_LENGTH,
                        Refusal.EXPECTATION);
    }

    private static void assertSame(Twin twin, RequestHead first, RequestHead second) {
        String as = twin.toString();
        assertThat(second.method()).as(as).isEqualTo(first.method());
        assertThat(second.target()).as(as).isEqualTo(first.target());
        assertThat(second.host()).as(as).isEqualTo(first.host());
        assertThat(second.authority()).as(as).isEqualTo(first.authority());
        assertThat(second.contentLength()).as(as).isEqualTo(first.contentLength());
        assertThat(Message.texts(second.fields())).as(as).isEqualTo(joined(first.fields()));
        for (int i = 0; i < second.fields().count(); i++) {
            assertThat(first.fields().indexOf(second.fields().name(i))).as(as).isNotNegative();
        }
    }

    /// The fields without Host, the cookies in one.
    private static List<String> joined(Fields fields) {
        List<String> texts = new ArrayList<>();
        int cookie = -1;
        for (String text : Message.texts(fields)) {
            if (text.startsWith("cookie: ") && cookie >= 0) {
                texts.set(cookie, texts.get(cookie) + "; " + text.substring("cookie: ".length()));
            } else if (!text.startsWith("Host: ")) {
                cookie = text.startsWith("cookie: ") ? texts.size() : cookie;
                texts.add(text);
            }
        }
        return texts;
    }

    /// Null if it is refused.
    private static RequestHead inHttp1(Twin twin) {
        try {
            return Parsed.head(twin.text());
        } catch (BadMessage _) {
            return null;
        }
    }

    /// A head or the refusal of it.
    private Object inHttp2(Twin twin) throws Exception {
        int[] kinds = {Block.INDEXED, Block.NOT_INDEXED, Block.NEVER_INDEXED};
        Block block = new Block()
                .field(":method", twin.method)
                .field(":scheme", "https")
                .field(Block.INDEXED, ":authority", twin.host)
                .field(":path", twin.target);
        twin.fields.forEach(field -> block.field(kinds[random.nextInt(3)], field.name, field.value));
        try {
            return requests.head(blocks.decodeHeaders(1, block.bytes()), false, space);
        } catch (BadMessage bad) {
            return bad.refusal();
        }
    }

    private Twin twin() {
        List<Field> fields = new ArrayList<>();
        while (random.nextInt(3) > 0) {
            fields.add(new Field(pick(NAMES, 6), pick(VALUES, 5)));
        }
        return new Twin(pick(METHODS, 3), pick(TARGETS, 4), pick(HOSTS, 3), fields);
    }

    /// One of the list, the first ones more often.
    private String pick(List<String> list, int usual) {
        return list.get(random.nextInt(10) == 0 ? random.nextInt(list.size()) : random.nextInt(usual));
    }
}
