package dev.portcullis.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told, word by word: sd_notify(3).
class SystemdTest {

    private final List<String> told = new ArrayList<>();
    private final Systemd systemd = new Systemd(Optional.of(told::add), Optional.empty());

    @TempDir
    Path folder;

    @Test
    void ready_comes_with_a_status() {
        systemd.ready("3 connections");

        assertThat(told).containsExactly("READY=1\nSTATUS=3 connections");
    }

    @Test
    void a_status_is_one_line_whatever_is_in_it() {
        systemd.ready("up\nMAINPID=1\r\nFDSTORE=1");

        assertThat(told).containsExactly("READY=1\nSTATUS=up MAINPID=1  FDSTORE=1");
    }

    @Test
    void a_reload_says_when_it_began_by_the_clock_that_never_jumps() {
        long before = System.nanoTime() / 1000;
        systemd.reloading();
        long after = System.nanoTime() / 1000;

        String[] lines = told.getFirst().split("\n", -1);
        assertThat(lines).hasSize(2).startsWith("RELOADING=1");
        assertThat(Long.parseLong(lines[1].substring("MONOTONIC_USEC=".length())))
                .isBetween(before, after);
    }

    @Test
    void a_stop_asks_for_the_time_that_it_takes_and_is_the_last_status() {
        systemd.stopping(Duration.ofSeconds(45), "stopping");
        systemd.status("all is well");

        assertThat(told).containsExactly("STOPPING=1\nSTATUS=stopping\nEXTEND_TIMEOUT_USEC=45000000");
    }

    @Test
    void a_service_manager_that_is_gone_costs_nothing() {
        Map<String, String> environment =
                Map.of("NOTIFY_SOCKET", folder.resolve("nobody").toString());
        Systemd gone = Systemd.of(environment::get, 7);

        assertThat(gone.listens()).isTrue();
        assertThatCode(() -> gone.ready("fine")).doesNotThrowAnyException();
    }

    @Test
    void the_system_says_why_nobody_can_be_told() {
        assertThatCode(() -> new NotifySocket(folder.resolve("nobody").toString()).send("READY=1"))
                .isInstanceOf(IOException.class)
                .hasMessage("sendto: No such file or directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative", "vsock:2:1234"})
    void what_is_no_socket_is_not_told(String place) {
        assertThat(Systemd.of(Map.of("NOTIFY_SOCKET", place)::get, 7).listens()).isFalse();
    }

    @Test
    void a_path_that_no_socket_can_have_is_not_told() {
        assertThat(Systemd.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(107))::get, 7)
                        .listens())
                .isFalse();
    }

    @Test
    void the_watchdog_of_another_process_is_not_ours() {
        Map<String, String> environment =
                Map.of("NOTIFY_SOCKET", "@a", "WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "7");

        assertThat(Systemd.of(environment::get, 7).watchdog()).contains(Duration.ofMinutes(1));
        assertThat(Systemd.of(environment::get, 8).watchdog()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "0", "9223372036854775807"})
    void a_watchdog_without_a_sensible_time_is_none(String time) {
        Map<String, String> environment = Map.of("NOTIFY_SOCKET", "@a", "WATCHDOG_USEC", time);

        assertThat(Systemd.of(environment::get, 7).watchdog()).isEmpty();
    }
}
