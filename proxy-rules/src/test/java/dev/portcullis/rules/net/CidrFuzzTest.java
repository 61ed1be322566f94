package dev.portcullis.rules.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.portcullis.rules.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A normal build runs seeds and changes of them; `bench/fuzz` looks for more.
class CidrFuzzTest {

    @Test
    void changes_of_seeds() {
        Mutations.of(CidrFuzzTest.class, "any_text", "cidr.dict").each(100_000, this::any_text);
    }

    @FuzzTest
    @DictionaryFile(resourcePath = "cidr.dict")
    void any_text(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        Address.parse(text)
                .ifPresent(
                        address -> assertThat(Address.parse(address.toString())).contains(address));
        Cidr cidr;
        try {
            cidr = Cidr.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("expected: ");
            return;
        }
        assertThat(text).matches("[0-9a-fA-F:./]+");
        assertThat(Cidr.parse(cidr.toString())).isEqualTo(cidr);
        assertThat(cidr.contains(cidr.network())).isTrue();
        assertThat(CidrSet.of(List.of(cidr)).contains(cidr.network())).isTrue();
        assertThat(Cidr.around(cidr.network(), cidr.prefixLength())).isEqualTo(cidr);
        assertThat(cidr.overlaps(cidr)).isTrue();
    }
}
