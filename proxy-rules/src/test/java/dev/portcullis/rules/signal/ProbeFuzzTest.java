package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/// No request makes the catalogue fail, or name a family that it does not know.
class ProbeFuzzTest {

    @FuzzTest
    void families(FuzzedDataProvider data) {
        ProbeCatalog catalog = ProbeCatalog.standard();
        String method = data.consumeString(10);
        String agent = data.consumeString(50);
        String field = data.consumeString(50);
        String target = data.consumeRemainingAsString();

        List<String> families = catalog.families(method, target, agent, _ -> field);

        assertThat(families).doesNotHaveDuplicates().allMatch(family -> catalog.weight(family) > 0);
    }

    @FuzzTest
    void a_text_is_a_catalogue_or_says_where_it_is_wrong(FuzzedDataProvider data) {
        try {
            ProbeCatalog.parse(data.consumeRemainingAsString());
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(?s)probes\\.txt:\\d+: .*");
        }
    }
}
