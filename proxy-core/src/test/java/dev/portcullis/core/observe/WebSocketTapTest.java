package dev.portcullis.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.signal.MessageReader;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketTapTest {

    private static final String REQUIRED = "{\"type\":\"auth_required\",\"ha_version\":\"2026.11.0\"}";
    private static final String INVALID = "{\"type\":\"auth_invalid\",\"message\":\"Invalid access token\"}";
    private static final String AUTH = "{\"type\":\"auth\",\"access_token\":\"abc\"}";
    private static final int FIN = 0x80;
    private static final int DEFLATED = 0x40;

    private final List<String> seen = new ArrayList<>();
    private boolean wanted = true;
    private boolean decided;

    private final MessageReader reader = new MessageReader() {
        @Override
        public boolean fromServer(byte[] octets, int from, int to) {
            seen.add("server " + new String(octets, from, to - from, StandardCharsets.ISO_8859_1));
            return wanted;
        }

        @Override
        public boolean fromClient(byte[] octets, int from, int to) {
            seen.add("client " + new String(octets, from, to - from, StandardCharsets.ISO_8859_1));
            return wanted;
        }

        @Override
        public boolean decided() {
            return decided;
        }
    };

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] frame(int first, boolean masked, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int mask = masked ? 0x80 : 0;
        out.write(first);
        if (payload.length < 126) {
            out.write(mask | payload.length);
        } else if (payload.length < 65_536) {
            out.write(mask | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(mask | 127);
            out.writeBytes(new byte[4]);
            for (int shift = 24; shift >= 0; shift -= 8) {
                out.write(payload.length >> shift);
            }
        }
        byte[] key = {1, 2, 3, 4};
        if (masked) {
            out.writeBytes(key);
        }
        for (int i = 0; i < payload.length; i++) {
            out.write(masked ? payload[i] ^ key[i % 4] : payload[i]);
        }
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return frame(FIN | 1, false, bytes(text));
    }

    private static byte[] masked(String text) {
        return frame(FIN | 1, true, bytes(text));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// A message in three frames with a ping and a pong between them.
    private static byte[] fragmented(int flags, boolean masked, byte[] payload) {
        int third = payload.length / 3;
        return joined(
                frame(flags | 1, masked, Arrays.copyOf(payload, third)),
                frame(FIN | 9, masked, bytes("ping")),
                frame(0, masked, Arrays.copyOfRange(payload, third, 2 * third)),
                frame(FIN | 10, masked, new byte[0]),
                frame(FIN, masked, Arrays.copyOfRange(payload, 2 * third, payload.length)));
    }

    private static byte[] deflated(Deflater deflater, String text) {
        deflater.setInput(bytes(text));
        byte[] out = new byte[text.length() + 100];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(out, length - 4);
    }

    private WebSocketTap tap() {
        return WebSocketTap.of(reader, null);
    }

    private static boolean server(WebSocketTap tap, byte[] octets) {
        return tap.fromServer(Unpooled.wrappedBuffer(octets));
    }

    private static boolean client(WebSocketTap tap, byte[] octets) {
        return tap.fromClient(Unpooled.wrappedBuffer(octets));
    }

    @Test
    void a_login_is_seen_wherever_its_frames_are_split() {
        byte[] first = fragmented(0, false, bytes(REQUIRED));
        byte[] login = fragmented(0, true, bytes(AUTH));
        for (int split = 0; split <= Math.max(first.length, login.length); split++) {
            seen.clear();
            WebSocketTap tap = tap();
            for (byte[] part : halves(first, split)) {
                assertThat(server(tap, part)).isTrue();
            }
            for (byte[] part : halves(login, split)) {
                assertThat(client(tap, part)).isTrue();
            }
            server(tap, text(INVALID));
            assertThat(seen).containsExactly("server " + REQUIRED, "client " + AUTH, "server " + INVALID);
        }
    }

    private static List<byte[]> halves(byte[] all, int at) {
        int split = Math.min(at, all.length);
        return List.of(Arrays.copyOf(all, split), Arrays.copyOfRange(all, split, all.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; server_max_window_bits=15",
                "Permessage-Deflate; server_no_context_takeover; client_no_context_takeover",
                "permessage-deflate;client_max_window_bits=12;server_no_context_takeover"
            })
    void compressed_messages_are_inflated_in_their_own_context(String extensions) {
        boolean serverForgets = extensions.contains("server_no_context_takeover");
        Deflater toClient = new Deflater(9, true);
        Deflater toServer = new Deflater(9, true);
        byte[] one = deflated(toClient, REQUIRED);
        if (serverForgets) {
            toClient.reset();
        }
        byte[] two = deflated(toClient, REQUIRED);
        byte[] login = deflated(toServer, AUTH);
        for (int split = 0; split <= one.length + 30; split++) {
            seen.clear();
            WebSocketTap tap = WebSocketTap.of(reader, extensions);
            for (byte[] part : halves(fragmented(DEFLATED, false, one), split)) {
                server(tap, part);
            }
            for (byte[] part : halves(frame(FIN | DEFLATED | 1, true, login), split)) {
                client(tap, part);
            }
            server(tap, frame(FIN | DEFLATED | 1, false, two));
            tap.close();
            assertThat(seen).containsExactly("server " + REQUIRED, "client " + AUTH, "server " + REQUIRED);
        }
    }

    @Test
    void messages_that_were_left_uncompressed_are_read_as_they_are() {
        WebSocketTap tap = WebSocketTap.of(reader, "permessage-deflate");
        server(tap, text(REQUIRED));
        client(tap, masked(AUTH));

        assertThat(seen).containsExactly("server " + REQUIRED, "client " + AUTH);
        tap.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x-webkit-deflate-frame", "permessage-deflate, permessage-bzip2", "permessage-deflatex", ""})
    void unknown_extensions_show_nothing(String extensions) {
        assertThat(WebSocketTap.of(reader, extensions)).isNull();
    }

    @Test
    void two_messages_of_the_server_are_all_that_is_looked_at() {
        WebSocketTap tap = tap();

        assertThat(server(tap, text("1"))).isTrue();
        assertThat(server(tap, joined(text("2"), text("3")))).isFalse();
        assertThat(seen).containsExactly("server 1", "server 2");
    }

    @Test
    void a_talkative_client_does_not_hide_the_answer() {
        WebSocketTap tap = tap();

        for (int i = 0; i < 5; i++) {
            assertThat(client(tap, masked("c" + i))).isTrue();
        }
        server(tap, text(REQUIRED));
        server(tap, text(INVALID));
        assertThat(seen).containsExactly("client c0", "client c1", "server " + REQUIRED, "server " + INVALID);
    }

    @Test
    void a_client_that_sends_no_frames_does_not_hide_the_answer() {
        WebSocketTap tap = tap();

        assertThat(client(tap, new byte[] {0x7F, 0x7F, 0x7F})).isTrue();
        server(tap, text(INVALID));
        assertThat(seen).containsExactly("server " + INVALID);
    }

    @Test
    void an_unmasked_login_is_seen_too() {
        client(tap(), text(AUTH));

        assertThat(seen).containsExactly("client " + AUTH);
    }

    @Test
    void it_is_over_once_the_reader_says_so() {
        wanted = false;
        assertThat(client(tap(), masked(AUTH))).isFalse();
        wanted = true;
        decided = true;
        assertThat(server(tap(), text(INVALID))).isFalse();
    }

    @Test
    void binary_messages_are_passed_over() {
        WebSocketTap tap = tap();
        server(tap, frame(FIN | 2, false, bytes("binary")));
        server(tap, text(INVALID));

        assertThat(seen).containsExactly("server " + INVALID);
    }

    @Test
    void of_a_huge_message_only_the_beginning_is_shown_and_the_next_one_is_found() {
        WebSocketTap tap = tap();
        client(tap, frame(FIN | 1, true, new byte[300_000]));
        client(tap, masked(AUTH));

        assertThat(seen).hasSize(2);
        assertThat(seen.getFirst()).hasSize("client ".length() + 16 * 1024);
        assertThat(seen.getLast()).isEqualTo("client " + AUTH);
    }

    @Test
    void a_message_that_inflates_without_end_is_cut_off() {
        WebSocketTap tap = WebSocketTap.of(reader, "permessage-deflate");
        byte[] bomb = deflated(new Deflater(9, true), "x".repeat(10_000_000));

        assertThat(server(tap, frame(FIN | DEFLATED | 1, false, bomb))).isFalse();
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst()).hasSize("server ".length() + 16 * 1024);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x91, 0xA1, 0xC1, 0x83, 0x8B, 0x09, 0x80})
    void what_is_no_frame_ends_it(int first) {
        assertThat(server(tap(), frame(first, false, bytes("x")))).isFalse();
        assertThat(seen).isEmpty();
    }

    @Test
    void whatever_the_two_ends_send_is_survived_and_bounded() {
        Random random = new Random(7);
        Deflater deflater = new Deflater(9, true);
        byte[] packed = frame(FIN | DEFLATED | 1, false, deflated(deflater, REQUIRED + INVALID));
        byte[] good = joined(fragmented(0, false, bytes(REQUIRED)), packed, masked(AUTH));
        for (int round = 0; round < 20_000; round++) {
            seen.clear();
            byte[] octets = good.clone();
            for (int i = random.nextInt(6); i >= 0; i--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            WebSocketTap tap = WebSocketTap.of(reader, random.nextBoolean() ? "permessage-deflate" : null);
            boolean more = true;
            for (int at = 0; at < octets.length && more; ) {
                int length = Math.min(octets.length - at, 1 + random.nextInt(60));
                byte[] part = Arrays.copyOfRange(octets, at, at + length);
                more = random.nextInt(10) == 0 ? client(tap, part) : server(tap, part);
                at += length;
            }
            tap.close();
            assertThat(seen).hasSizeLessThanOrEqualTo(4);
            assertThat(seen).allMatch(text -> text.length() <= 7 + 16 * 1024);
        }
    }
}
