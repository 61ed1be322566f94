package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

class LeakCheckTest {

    @Test
    void a_forgotten_buffer_is_reported() {
        assertThat(LeakCheck.leaks()).isEmpty();
        forget();
        assertThat(LeakCheck.leaks()).hasSize(1).first().asString().contains("forget");
    }

    @Test
    void a_released_buffer_is_not() {
        ByteBufAllocator.DEFAULT.directBuffer(32).writeByte(1).release();
        assertThat(LeakCheck.leaks()).isEmpty();
    }

    private static void forget() {
        ByteBufAllocator.DEFAULT.directBuffer(32).writeByte(1);
    }
}
