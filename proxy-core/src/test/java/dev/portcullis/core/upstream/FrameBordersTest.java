package dev.portcullis.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FrameBordersTest {

    @Test
    void stands_between_frames_after_every_frame_and_nowhere_else() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 200; round++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Set<Integer> borders = new TreeSet<>();
            borders.add(0);
            for (int i = 0; i < 5; i++) {
                frame(bytes, random);
                borders.add(bytes.size());
            }
            assertThat(found(bytes.toByteArray(), 1, random)).isEqualTo(borders);
            assertThat(borders).containsAll(found(bytes.toByteArray(), 50_000, random));
        }
    }

    /// Positions at which the counter says that it stands between two frames, fed in pieces of up to `most` bytes.
    private static Set<Integer> found(byte[] bytes, int most, SplittableRandom random) {
        FrameBorders borders = new FrameBorders();
        Set<Integer> found = new TreeSet<>();
        int at = 0;
        while (at <= bytes.length) {
            if (borders.between()) {
                found.add(at);
            }
            if (at == bytes.length) {
                break;
            }
            int size = Math.min(bytes.length - at, 1 + random.nextInt(most));
            ByteBuf piece = Unpooled.wrappedBuffer(bytes, at, size);
            borders.pass(piece);
            assertThat(piece.readableBytes()).isEqualTo(size);
            at += size;
        }
        return found;
    }

    private static void frame(ByteArrayOutputStream bytes, SplittableRandom random) {
        List<Integer> lengths = new ArrayList<>(List.of(0, 1, 125, 126, 127, 300, 65_535, 65_536));
        int length = lengths.get(random.nextInt(random.nextInt(8) == 0 ? 8 : 6));
        boolean masked = random.nextBoolean();
        bytes.write(0x82);
        int mask = masked ? 0x80 : 0;
        if (length < 126) {
            bytes.write(mask | length);
        } else if (length < 65_536 && random.nextBoolean()) {
            bytes.write(mask | 126);
            bytes.write(length >> 8);
            bytes.write(length);
        } else {
            bytes.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes.write((int) ((long) length >> shift));
            }
        }
        for (int i = 0; i < length + (masked ? 4 : 0); i++) {
            bytes.write(random.nextInt(256));
        }
    }

    @Test
    void a_length_with_its_highest_bit_set_never_ends() {
        FrameBorders borders = new FrameBorders();
        borders.pass(Unpooled.wrappedBuffer(new byte[] {(byte) 0x82, 127, -1, -1, -1, -1, -1, -1, -1, -1}));
        assertThat(borders.between()).isFalse();
        borders.pass(Unpooled.wrappedBuffer(new byte[100_000]));
        assertThat(borders.between()).isFalse();
    }
}
