package dev.portcullis.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTapTest {

    private static final String BODY =
            "{\"type\":\"form\",\"flow_id\":\"0123456789abcdef\",\"errors\":{\"base\":\"invalid_auth\"}}".repeat(3);

    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    private BodyTap tap(String coding) {
        return BodyTap.of(
                (octets, from, to) -> {
                    seen.write(octets, from, to - from);
                    return true;
                },
                coding);
    }

    private String seen() {
        return seen.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] coded(String kind, byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = switch (kind) {
            case "gzip" -> new GZIPOutputStream(bytes);
            case "zlib" -> new DeflaterOutputStream(bytes);
            case "raw" -> new DeflaterOutputStream(bytes, new Deflater(9, true));
            default -> bytes;
        }) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"none,", "none, identity", "gzip, gzip", "gzip, X-GZIP", "zlib, deflate", "raw, deflate"})
    void a_body_is_seen_whole_wherever_it_is_split(String kind, String coding) throws IOException {
        byte[] body = coded(kind, bytes(BODY));
        for (int split = 0; split <= body.length; split++) {
            seen.reset();
            BodyTap tap = tap(coding);
            ByteBuf first = Unpooled.wrappedBuffer(body, 0, split);
            ByteBuf second = Unpooled.wrappedBuffer(body, split, body.length - split);
            if (tap.pass(first)) {
                tap.pass(second);
            }
            tap.close();
            assertThat(seen()).as("split at %d", split).isEqualTo(BODY);
            assertThat(first.readableBytes() + second.readableBytes()).isEqualTo(body.length);
            assertThat(first.refCnt()).isOne();
        }
    }

    @ParameterizedTest
    @CsvSource({"none,", "gzip, gzip", "zlib, deflate", "raw, deflate"})
    void a_body_is_seen_whole_byte_by_byte(String kind, String coding) throws IOException {
        byte[] body = coded(kind, bytes(BODY));
        BodyTap tap = tap(coding);
        boolean more = true;
        for (int i = 0; i < body.length && more; i++) {
            more = tap.pass(Unpooled.wrappedBuffer(body, i, 1));
        }
        tap.close();
        assertThat(seen()).isEqualTo(BODY);
    }

    @Test
    void a_gzip_head_with_every_optional_part_is_skipped_byte_by_byte() throws IOException {
        byte[] packed = coded("gzip", bytes(BODY));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(packed, 0, 3);
        body.write(2 | 4 | 8 | 16);
        body.write(packed, 4, 6);
        body.write(new byte[] {3, 0, 'x', 0, 'y'});
        body.write(bytes("name\0comment\0"));
        body.write(new byte[] {0, 0});
        body.write(packed, 10, packed.length - 10);
        BodyTap tap = tap("gzip");
        for (byte octet : body.toByteArray()) {
            if (!tap.pass(Unpooled.wrappedBuffer(new byte[] {octet}))) {
                break;
            }
        }
        assertThat(seen()).isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, gzip", "compress", "gzip;q=1"})
    void a_coding_that_is_not_ours_to_undo_shows_nothing(String coding) {
        assertThat(tap(coding)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"none,", "gzip, gzip", "zlib, deflate"})
    void only_the_beginning_is_shown(String kind, String coding) throws IOException {
        byte[] body = coded(kind, new byte[1_000_000]);
        BodyTap tap = tap(coding);

        assertThat(tap.pass(Unpooled.wrappedBuffer(body))).isFalse();
        assertThat(seen.size()).isEqualTo(4096);
    }

    @Test
    void a_body_that_inflates_to_nothing_for_ever_is_given_up() {
        // Empty stored blocks, never the last.
        byte[] endless = new byte[64 * 1024];
        for (int i = 0; i + 5 <= endless.length; i += 5) {
            endless[i + 3] = (byte) 0xFF;
            endless[i + 4] = (byte) 0xFF;
        }
        BodyTap tap = tap("deflate");

        assertThat(tap.pass(Unpooled.wrappedBuffer(endless, 0, 16_000))).isTrue();
        assertThat(tap.pass(Unpooled.wrappedBuffer(endless, 16_000, 1_000))).isFalse();
        assertThat(seen()).isEmpty();
    }

    @Test
    void a_reader_that_has_seen_enough_is_shown_no_more() {
        BodyTap tap = BodyTap.of((octets, from, to) -> false, null);

        assertThat(tap.pass(Unpooled.wrappedBuffer(bytes("a")))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"gzip, gzip", "zlib, deflate", "raw, deflate"})
    void whatever_is_broken_in_a_body_ends_nothing_but_the_tap(String kind, String coding) throws IOException {
        byte[] good = coded(kind, bytes(BODY));
        Random random = new Random(20_261_123);
        for (int round = 0; round < 5_000; round++) {
            seen.reset();
            byte[] body = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            BodyTap tap = tap(coding);
            boolean more = true;
            for (int at = 0; at < body.length && more; ) {
                int length = Math.min(body.length - at, 1 + random.nextInt(40));
                more = tap.pass(Unpooled.wrappedBuffer(body, at, length));
                at += length;
            }
            tap.close();
            tap.close();
            assertThat(seen.size()).isLessThanOrEqualTo(4096);
        }
    }
}
