package dev.portcullis.rules.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.portcullis.rules.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// A normal build runs seeds and changes of them; `bench/fuzz` looks for more.
class TargetFuzzTest {

    @Test
    void changes_of_seeds() {
        Mutations.of(TargetFuzzTest.class, "any_target", "target.dict").each(100_000, this::any_target);
    }

    @FuzzTest
    @DictionaryFile(resourcePath = "target.dict")
    void any_target(byte[] octets) {
        byte[] before = octets.clone();
        Target target = Target.parse(octets, 0, octets.length);
        assertThat(octets).isEqualTo(before);
        sameWhereverItStands(octets, target);
        if (target instanceof Target.Accepted accepted) {
            String path = accepted.path().value();
            assertThat(path).matches("/[!$-;=@-~]*").doesNotContain("\\", "`");
            assertThat(accepted.queryStart()).isBetween(1, octets.length);
            assertThat(accepted.queryStart() == octets.length || octets[accepted.queryStart()] == '?')
                    .isTrue();
            assertThat(NormalPath.of(path)).isEqualTo(accepted.path());
            meansOneThing(path, accepted.path().tolerated().isEmpty());
        }
    }

    private static void sameWhereverItStands(byte[] octets, Target expected) {
        byte[] within = new byte[octets.length + 7];
        Arrays.fill(within, (byte) '/');
        System.arraycopy(octets, 0, within, 3, octets.length);
        Target target = Target.parse(within, 3, 3 + octets.length);
        switch (expected) {
            case Target.Refused refused -> assertThat(target).isEqualTo(refused);
            case Target.Accepted accepted ->
                assertThat(target).isEqualTo(new Target.Accepted(accepted.path(), accepted.queryStart() + 3));
        }
    }

    /// However often it is decoded.
    private static void meansOneThing(String path, boolean plain) {
        String decoded = path;
        for (int depth = 0; depth < 6; depth++) {
            assertThat("/" + decoded + "/").doesNotContain("/../", "/./", "\\", "\0", "\r", "\n");
            if (plain) {
                assertThat(decoded).doesNotContain("//", ";");
            }
            decoded = decoded(decoded);
        }
    }

    private static String decoded(String path) {
        byte[] octets = path.getBytes(StandardCharsets.ISO_8859_1);
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < octets.length; i++) {
            int octet = octets[i] == '%' ? Octets.escape(octets, i, octets.length) : -1;
            decoded.append((char) (octet < 0 ? octets[i] & 0xff : octet));
            i += octet < 0 ? 0 : 2;
        }
        return decoded.toString();
    }
}
