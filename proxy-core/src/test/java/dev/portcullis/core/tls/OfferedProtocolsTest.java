package dev.portcullis.core.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.SslProvider;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OfferedProtocolsTest {

    private static final String ACME = "acme-tls/1";

    private static boolean onlyAcme(SslProvider client, String... protocols) {
        return OfferedProtocols.onlyAcme(Hellos.message(Hellos.record(client, "home.test", protocols)));
    }

    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"JDK", "OPENSSL"})
    void what_real_clients_offer_is_understood(SslProvider client) {
        assertThat(onlyAcme(client, ACME)).isTrue();
        assertThat(onlyAcme(client, ACME, "http/1.1")).isFalse();
        assertThat(onlyAcme(client, "http/1.1", ACME)).isFalse();
        assertThat(onlyAcme(client, ACME, ACME)).isFalse();
        assertThat(onlyAcme(client, "acme-tls/2")).isFalse();
        assertThat(onlyAcme(client, "ACME-TLS/1")).isFalse();
        assertThat(onlyAcme(client, "acme-tls/")).isFalse();
        assertThat(onlyAcme(client, "h2", "http/1.1")).isFalse();
        assertThat(onlyAcme(client)).isFalse();
    }

    @Test
    void something_else_than_a_hello_is_no_validation() {
        assertThat(OfferedProtocols.onlyAcme(null)).isFalse();
        assertThat(OfferedProtocols.onlyAcme(Unpooled.EMPTY_BUFFER)).isFalse();
    }

    @Test
    void a_second_list_of_protocols_is_no_validation() {
        String extension = "0010" + "000d" + "000b" + "0a" + "61636d652d746c732f31";
        assertThat(OfferedProtocols.onlyAcme(hello(extension))).isTrue();
        assertThat(OfferedProtocols.onlyAcme(hello(extension + extension))).isFalse();
        assertThat(OfferedProtocols.onlyAcme(hello("00100005000302" + "6832" + extension)))
                .isFalse();
    }

    /// TLS 1.2 with one suite and these extensions in hexadecimal.
    private static ByteBuf hello(String extensions) {
        String length = String.format("%04x", extensions.length() / 2);
        String hex = "0303" + "00".repeat(32) + "00" + "0002c02b" + "0100" + length + extensions;
        return Unpooled.wrappedBuffer(java.util.HexFormat.of().parseHex(hex));
    }

    @Test
    void every_beginning_of_a_hello_is_read_within_its_bounds() {
        byte[] record = Hellos.record(SslProvider.JDK, "home.test", ACME);
        for (int length = 9; length < record.length; length++) {
            assertThat(OfferedProtocols.onlyAcme(Hellos.message(Arrays.copyOf(record, length))))
                    .as("%d bytes", length)
                    .isFalse();
        }
    }

    @Test
    void a_hello_with_any_bytes_changed_is_read_within_its_bounds() {
        byte[] record = Hellos.record(SslProvider.JDK, "home.test", ACME);
        Random random = new Random(20_270_101);
        int still = 0;
        int rounds = 200_000;
        for (int i = 0; i < rounds; i++) {
            byte[] changed = record.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                changed[9 + random.nextInt(changed.length - 9)] = (byte) random.nextInt(256);
            }
            still += OfferedProtocols.onlyAcme(Hellos.message(changed)) ? 1 : 0;
        }
        assertThat(still).isBetween(rounds / 10, rounds - rounds / 10);
    }

    /// A normal build runs the seeds only; `bench/fuzz` looks for more.
    @FuzzTest
    @DictionaryFile(resourcePath = "hello.dict")
    void any_bytes(byte[] input) {
        ByteBuf hello = Unpooled.wrappedBuffer(input);
        boolean only = OfferedProtocols.onlyAcme(hello);
        assertThat(hello.readableBytes()).isEqualTo(input.length);
        if (only) {
            assertThat(input.length).isGreaterThanOrEqualTo(34 + 1 + 2 + 1 + 2 + 17);
        }
    }
}
