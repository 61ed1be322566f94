package dev.portcullis.core.accept;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.portcullis.core.Mutations;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/// A normal build runs seeds and changes of them; `bench/fuzz` looks for more.
class ProxyHeaderFuzzTest {

    private static final int LONGEST = 16 + ProxyHeader.LONGEST_V2_REST;

    @Test
    void changes_of_seeds() {
        Mutations.of(ProxyHeaderFuzzTest.class, "any_bytes", "proxy.dict").each(50_000, this::any_bytes);
    }

    @FuzzTest
    @DictionaryFile(resourcePath = "proxy.dict")
    void any_bytes(byte[] octets) {
        ByteBuf in = Unpooled.wrappedBuffer(octets);
        switch (ProxyHeader.read(in)) {
            case ProxyHeader.Incomplete _ -> {
                assertThat(octets.length).isLessThan(LONGEST);
                assertThat(in.readableBytes()).isEqualTo(octets.length);
            }
            case ProxyHeader.Invalid _ ->
                assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(octets, new byte[LONGEST])))
                        .as("more bytes mend nothing")
                        .isInstanceOf(ProxyHeader.Invalid.class);
            case ProxyHeader.Complete complete -> {
                int length = in.readerIndex();
                assertThat(length).isBetween(1, LONGEST);
                assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(octets, 0, length)))
                        .isEqualTo(complete);
                assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(octets, 0, length - 1)))
                        .isInstanceOf(ProxyHeader.Incomplete.class);
            }
        }
    }
}
