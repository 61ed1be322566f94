package dev.portcullis.core.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.core.ProxyConfig.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Header blocks of RFC 7541, and such as it forbids.
class HpackGuardTest {

    private static final String DATE = "date: Mon, 21 Oct 2013 20:13:21 GMT";
    private static final String LOCATION = "location: https://www.example.com";

    /// The examples of appendices C.2, C.3, C.4, C.5 and C.6, each the blocks of one connection and what they say.
    private static final Map<String, List<String>> EXAMPLES = Map.of(
            "C.2.1: 400a637573746f6d2d6b65790d637573746f6d2d686561646572",
            List.of("custom-key: custom-header"),
            "C.2.2: 040c2f73616d706c652f70617468",
            List.of(":path: /sample/path"),
            "C.2.3: 100870617373776f726406736563726574",
            List.of("password: secret"),
            "C.2.4: 82",
            List.of(":method: GET"),
            "C.3: 828684410f7777772e6578616d706c652e636f6d"
                    + "/828684be58086e6f2d6361636865"
                    + "/828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565",
            requests(),
            "C.4: 828684418cf1e3c2e5f23a6ba0ab90f4ff"
                    + "/828684be5886a8eb10649cbf"
                    + "/828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf",
            requests(),
            "C.5: 3fe101" + "4803333032580770726976617465611d"
                    + "4d6f6e2c203231204f637420323031332032303a31333a323120474d54"
                    + "6e1768747470733a2f2f7777772e6578616d706c652e636f6d"
                    + "/4803333037c1c0bf",
            answers(),
            "C.6: 3fe101" + "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff"
                    + "6e919d29ad171863c78f0b97c8e9ae82ae43d3"
                    + "/4883640effc1c0bf",
            answers());

    private static List<String> requests() {
        List<String> first = List.of(":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com");
        List<String> all = new ArrayList<>(first);
        all.addAll(first);
        all.addAll(List.of(
                "cache-control: no-cache",
                ":method: GET",
                ":scheme: https",
                ":path: /index.html",
                ":authority: www.example.com",
                "custom-key: custom-value"));
        return all;
    }

    private static List<String> answers() {
        return List.of(
                ":status: 302",
                "cache-control: private",
                DATE,
                LOCATION,
                ":status: 307",
                "cache-control: private",
                DATE,
                LOCATION);
    }

    @Test
    void rfc_7541_appendix_c_is_read_as_it_stands_there_and_as_netty_reads_it() throws Http2Exception {
        for (Map.Entry<String, List<String>> example : EXAMPLES.entrySet()) {
            String name = example.getKey();
            HeaderBlocks ours = new HeaderBlocks(Limits.DEFAULT);
            DefaultHttp2HeadersDecoder netty = new DefaultHttp2HeadersDecoder(false);
            List<String> read = new ArrayList<>();
            List<String> readByNetty = new ArrayList<>();
            for (String block : name.substring(name.indexOf(' ') + 1).split("/", -1)) {
                read.addAll(texts(ours.decodeHeaders(1, Block.hex(block))));
                readByNetty.addAll(texts(netty.decodeHeaders(1, Block.hex(block))));
            }
            assertThat(read).as(name).isEqualTo(example.getValue());
            assertThat(readByNetty).as(name).containsExactlyInAnyOrderElementsOf(read);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4.2 an update to the largest size            | 3fe11f 82
            4.2 two updates at the beginning             | 20 3fe11f 82
            5.2 an empty string, plain                   | 00 01 61 00
            5.2 an empty string, Huffman                 | 00 01 61 80
            5.2 Huffman, padded by three ones            | 00 01 61 81 1f
            5.1 an index in two bytes                     | 0f 00 01 62
            6.2.3 never indexed                          | 10 01 61 01 62
            """)
    void what_is_allowed(String rule, String hex) {
        ByteBuf block = Block.hex(hex);
        assertThat(failure(block)).as(rule).isNull();
        assertThat(block.isReadable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4.2 an update after a field                  | 82 20
            4.2 an update after a literal field          | 00 01 61 01 62 3fe11f
            4.2 an update between fields                 | 82 20 84
            4.2 three updates                            | 20 20 20 82
            5.1 an integer that does not end             | ff
            5.1 an integer that does not end either      | ff80
            5.1 an integer of zeros                      | ff 80 80 80 80 80 00
            5.1 an integer beyond 32 bits                | ff ff ff ff ff 7f
            5.1 an integer beyond 64 bits                | ff ff ff ff ff ff ff ff ff ff ff 7f
            5.1 an update of too many bytes              | 3f ff ff ff ff ff 07
            5.2 a string longer than the block           | 00 01 61 02 62
            5.2 a name longer than the block             | 00 05 61
            5.2 a string of two gigabytes                | 00 01 61 7f 80 ff ff ff 07
            5.2 a string of a quarter gigabyte           | 00 01 61 7f ff ff ff 7f 62
            6.1 index 0                                  | 80
            6.1 index 0 after a field                    | 82 80
            6.2.1 no name                                | 40
            6.2.1 no value                               | 40 01 61
            6.2.1 no value to a known name               | 41
            6.2.2 no name                                | 00
            6.2.2 no value to a known name               | 04
            6.2.3 no value                               | 10 01 61
            """)
    void what_the_guard_ends_the_connection_for(String rule, String hex) {
        ByteBuf block = Block.hex(hex);
        Http2Exception broken = catchThrowableOfType(Http2Exception.class, () -> new HpackGuard().check(block));
        assertBroken(rule, broken);
        assertThat(block.readerIndex()).isZero();
        assertBroken(rule, failure(block));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4.2 an update beyond the size that we allow  | 3fe21f 82
            5.2 Huffman, padded by more than seven bits  | 00 01 61 82 1f ff
            5.2 Huffman, padded by zeros                 | 00 01 61 81 18
            5.2 Huffman, end of string                   | 00 01 61 84 ff ff ff ff
            6.1 an index that no table holds             | be
            6.1 an index beyond all tables               | ff ff 7f
            6.2.1 a name that no table holds             | 7e 01 61
            6.2.3 a name that no table holds             | 1f 2f 01 61
            """)
    void what_the_decoder_ends_the_connection_for(String rule, String hex) {
        assertBroken(rule, failure(Block.hex(hex)));
    }

    private static void assertBroken(String rule, Http2Exception broken) {
        assertThat(broken).as(rule).isNotNull().isNotInstanceOf(Http2Exception.StreamException.class);
        assertThat(broken.error()).as(rule).isEqualTo(Http2Error.COMPRESSION_ERROR);
    }

    @Test
    void whatever_blocks_come_they_are_read_as_netty_reads_them_or_end_the_connection() {
        SplittableRandom random = new SplittableRandom(20_260_103);
        String[] pieces = {
            "82",
            "84",
            "be",
            "bf",
            "40016101",
            "62",
            "00016180",
            "20",
            "3fe11f",
            "0f00",
            "10",
            "418cf1e3c2e5f23a6b",
            "a0ab90f4ff",
            "7f",
            "ff00",
            "80",
            "5886a8eb10649cbf",
            "0161",
            "4001780179",
            "1f2f",
            "c0"
        };
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder hex = new StringBuilder();
            for (int n = random.nextInt(1, 7); n > 0; n--) {
                hex.append(pieces[random.nextInt(pieces.length)]);
            }
            List<String> ours = readBy(hex.toString(), true);
            if (ours == null) {
                refused++;
            } else {
                read++;
                assertThat(readBy(hex.toString(), false)).as(hex.toString()).containsExactlyInAnyOrderElementsOf(ours);
            }
        }
        assertThat(read).isGreaterThan(2_000);
        assertThat(refused).isGreaterThan(2_000);
    }

    /// What a new connection reads; null if it ends, for which there is but one reason.
    private static List<String> readBy(String hex, boolean ours) {
        try {
            return texts(
                    ours
                            ? new HeaderBlocks(Limits.DEFAULT).decodeHeaders(1, Block.hex(hex))
                            : new DefaultHttp2HeadersDecoder(false).decodeHeaders(1, Block.hex(hex)));
        } catch (Http2Exception broken) {
            assertThat(broken.error()).as(hex).isEqualTo(Http2Error.COMPRESSION_ERROR);
            return null;
        }
    }

    private static Http2Exception failure(ByteBuf block) {
        return catchThrowableOfType(
                Http2Exception.class, () -> new HeaderBlocks(Limits.DEFAULT).decodeHeaders(1, block));
    }

    private static List<String> texts(Http2Headers headers) {
        List<String> texts = new ArrayList<>();
        headers.forEach(field -> texts.add(field.getKey() + ": " + field.getValue()));
        return texts;
    }
}
