package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.admin.AdminLimits;
import org.junit.jupiter.api.Test;

class EngineDeskTest {

    @Test
    void whoever_waits_for_a_slow_disk_is_answered_before_the_socket_is_closed() {
        long socket = AdminLimits.DEFAULT.time().toSeconds();
        assertThat(EngineDesk.patience(0)).isEqualTo(15);
        assertThat(EngineDesk.patience(100_000))
                .isGreaterThan(EngineDesk.patience(1))
                .isLessThan(socket);
        assertThat(EngineDesk.patience(Integer.MAX_VALUE)).isLessThan(socket);
    }
}
