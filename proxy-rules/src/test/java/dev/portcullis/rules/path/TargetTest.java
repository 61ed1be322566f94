package dev.portcullis.rules.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What a target says besides its path; [TargetTableTest] has the paths.
class TargetTest {

    @Test
    void nothing_at_all_is_no_path() {
        assertThat(Target.parse(new byte[0], 0, 0)).isEqualTo(new Target.Refused(PathViolation.NOT_ORIGIN_FORM));
    }

    @Test
    void says_where_the_query_begins_and_whether_the_path_is_as_sent() {
        byte[] octets = "xx/%41/b?c?dyy".getBytes(StandardCharsets.US_ASCII);

        assertThat(Target.parse(octets, 2, 12)).isInstanceOfSatisfying(Target.Accepted.class, accepted -> {
            assertThat(accepted.queryStart()).isEqualTo(8);
            assertThat(accepted.path().value()).isEqualTo("/A/b");
            assertThat(accepted.path().sameAsSent()).isFalse();
        });
        assertThat(Target.parse(octets, 6, 8)).isInstanceOfSatisfying(Target.Accepted.class, accepted -> {
            assertThat(accepted.queryStart()).isEqualTo(8);
            assertThat(accepted.path().sameAsSent()).isTrue();
        });
    }
}
