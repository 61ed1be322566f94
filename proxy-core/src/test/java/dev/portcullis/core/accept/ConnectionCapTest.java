package dev.portcullis.core.accept;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionCapTest {

    @Test
    void lets_as_many_in_as_there_is_room_for() {
        ConnectionCap cap = new ConnectionCap(2);
        assertThat(cap.enter()).isTrue();
        assertThat(cap.enter()).isTrue();
        assertThat(cap.enter()).isFalse();
        assertThat(cap.open()).isEqualTo(2);
        cap.leave();
        assertThat(cap.enter()).isTrue();
        assertThat(cap.open()).isEqualTo(2);
    }
}
