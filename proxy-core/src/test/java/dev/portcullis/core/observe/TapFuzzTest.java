package dev.portcullis.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.portcullis.rules.signal.ExchangeReader;
import dev.portcullis.rules.signal.MessageReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Whatever passes, a tap neither throws nor shows more than it may, and leaves the buffer as it was.
///
/// A normal build runs the seeds only; with `JAZZER_FUZZ=1` one target at a time looks for more.
class TapFuzzTest {

    private static final String[] CODINGS = {null, "gzip", "deflate"};
    private static final String[] EXTENSIONS = {
        null, "permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
    };

    /// The first byte chooses the coding, the second the size of the pieces.
    @FuzzTest
    void a_body(byte[] input) {
        int[] shown = {0};
        BodyTap tap = BodyTap.of(
                (octets, from, to) -> {
                    shown[0] += to - from;
                    return true;
                },
                chosen(CODINGS, input));
        boolean more = true;
        for (int at = 2; at < input.length && more; at += size(input)) {
            ByteBuf piece = piece(input, at);
            int length = piece.readableBytes();
            more = tap.pass(piece);
            assertThat(piece.readableBytes()).isEqualTo(length);
        }
        tap.close();
        assertThat(shown[0]).isLessThanOrEqualTo(ExchangeReader.LARGEST_BODY);
    }

    /// The first byte chooses the extensions and the side, the second the size of the pieces.
    @FuzzTest
    void a_websocket(byte[] input) {
        Messages messages = new Messages();
        WebSocketTap tap = WebSocketTap.of(messages, chosen(EXTENSIONS, input));
        boolean client = input.length > 0 && input[0] < 0;
        boolean more = true;
        for (int at = 2; at < input.length && more; at += size(input)) {
            ByteBuf piece = piece(input, at);
            int length = piece.readableBytes();
            more = client ? tap.fromClient(piece) : tap.fromServer(piece);
            assertThat(piece.readableBytes()).isEqualTo(length);
        }
        tap.close();
        assertThat(messages.count).isLessThanOrEqualTo(2);
        assertThat(messages.longest).isLessThanOrEqualTo(MessageReader.LONGEST_MESSAGE);
    }

    private static String chosen(String[] from, byte[] input) {
        return from[input.length == 0 ? 0 : (input[0] & 0x7F) % from.length];
    }

    private static int size(byte[] input) {
        return 1 + (input[1] & 0xFF);
    }

    private static ByteBuf piece(byte[] input, int at) {
        return Unpooled.wrappedBuffer(input, at, Math.min(size(input), input.length - at));
    }

    private static final class Messages implements MessageReader {

        private int count;
        private int longest;

        @Override
        public boolean fromServer(byte[] octets, int from, int to) {
            count++;
            longest = Math.max(longest, to - from);
            return true;
        }

        @Override
        public boolean fromClient(byte[] octets, int from, int to) {
            return fromServer(octets, from, to);
        }

        @Override
        public boolean decided() {
            return false;
        }
    }
}
