package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// As a service: sd_notify(3), sd_watchdog_enabled(3), sd_listen_fds(3).
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ServiceManagerTest {

    private static final String HOST = "home.test";
    private static final String FREE_PORT = "\"127.0.0.1:0\"";

    @TempDir
    Path folder;

    private HomeAssistantDouble house;

    @BeforeEach
    void house() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
    }

    @AfterEach
    void end() {
        house.close();
    }

    private void configure(String yaml) {
        Program.write(folder.resolve("portcullis.yaml"), yaml);
    }

    @Test
    void the_service_manager_is_told_of_start_life_reload_and_end() throws IOException {
        configure(Configurations.everything(house.port()));
        String mailbox = folder.resolve("notify").toString();
        try (ServiceManager manager =
                new ServiceManager(folder, List.of("--notify", mailbox, "--watchdog", "2000000"))) {
            manager.start();
            assertThat(manager.awaits("told READY=1|STATUS="))
                    .contains(" connections; http://127.0.0.1:" + house.port());
            manager.awaits("told WATCHDOG=1");
            manager.awaits("told WATCHDOG=1");

            manager.signal("HUP");
            assertThat(Long.parseLong(manager.awaits("told RELOADING=1|MONOTONIC_USEC=")))
                    .isPositive();
            manager.awaits("told READY=1|STATUS=");

            configure("no: configuration");
            manager.signal("HUP");
            manager.awaits("told RELOADING=1|");
            manager.awaits("told READY=1|STATUS=");
            manager.awaits("told WATCHDOG=1");

            manager.signal("TERM");
            assertThat(manager.awaits("told STOPPING=1|STATUS=")).contains("|EXTEND_TIMEOUT_USEC=");
            assertThat(manager.ended()).isEqualTo("0");
        }
    }

    @Test
    void who_connects_while_it_is_started_anew_waits_and_is_answered() throws IOException {
        try (ServiceManager manager = new ServiceManager(folder, List.of("--listen", "https"))) {
            int port = manager.port("https");
            configure(Configurations.everything(house.port()).replace(FREE_PORT, "\"127.0.0.1:" + port + "\""));
            manager.start();
            manager.awaitsWithin("serving ");
            assertThat(Visitor.ask(port, HOST, "GET", "/").status()).isEqualTo(200);
            manager.signal("TERM");
            assertThat(manager.ended()).isEqualTo("0");

            try (Socket early = new Socket(InetAddress.getLoopbackAddress(), port)) {
                manager.start();
                try (Visitor visitor = new Visitor(Tls.over(early, HOST), HOST)) {
                    assertThat(visitor.exchange("GET", "/").status()).isEqualTo(200);
                }
            }
            manager.signal("TERM");
            assertThat(manager.ended()).isEqualTo("0");
        }
    }

    @Test
    void a_socket_that_stands_for_no_listener_is_told_and_nothing_is_served() throws IOException {
        configure(Configurations.everything(house.port()));
        try (ServiceManager manager = new ServiceManager(folder, List.of("--listen", "https", "--listen", "http"))) {
            manager.start();
            assertThat(manager.awaitsWithin("LISTEN_FDS: "))
                    .contains("stands for no listener")
                    .contains(
                            "Hint: let ListenStream= in portcullis.socket and \"listen\" in portcullis.yaml name the same.");
            assertThat(manager.ended()).isEqualTo("1");
        }
    }
}
