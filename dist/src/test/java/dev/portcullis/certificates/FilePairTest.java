package dev.portcullis.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePairTest {

    @TempDir
    Path folder;

    private List<String> warnings(List<String> certified, List<String> hosts) throws Exception {
        PemPair pair = PemPair.make(folder, certified.toArray(String[]::new));
        return new FilePair(pair.certificate(), pair.key(), hosts)
                .read(Instant.now()).warnings().stream()
                        .filter(it -> it.contains("not for"))
                        .toList();
    }

    @Test
    void a_wildcard_stands_for_one_label() throws Exception {
        assertThat(warnings(
                        List.of("*.home.test", "2001:db8::1"), List.of("a.home.test", "*.home.test", "2001:db8:0::1")))
                .isEmpty();
        assertThat(warnings(List.of("*.home.test"), List.of("home.test", "a.home.test", "b.a.home.test")))
                .singleElement()
                .asString()
                .contains("fullchain.pem: not for home.test, b.a.home.test (expected:");
    }

    @Test
    void a_wildcard_host_is_not_covered_by_one_of_its_names() throws Exception {
        assertThat(warnings(List.of("a.home.test"), List.of("*.home.test"))).hasSize(1);
    }
}
