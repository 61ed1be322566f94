package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The units that the package installs, as systemd reads them.
class ServiceUnitsTest {

    private static final Path UNITS = Path.of("src/main/packaging/systemd");

    @TempDir
    Path folder;

    /// A copy whose program is there.
    private Path unit(String name) throws IOException {
        String text = Files.readString(UNITS.resolve(name)).replace("/usr/bin/portcullis", "/bin/true");
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void systemd_finds_nothing_wrong_with_them() throws IOException {
        Path service = unit("portcullis.service");
        Path socket = unit("portcullis.socket");

        try (Tool verify =
                new Tool(List.of("systemd-analyze", "verify", "--man=no", service.toString(), socket.toString()))) {
            verify.ended();
            assertThat(verify.complaints()).isEmpty();
        }
    }

    @Test
    void the_service_is_shut_in_so_far_that_its_exposure_is_three_of_ten_at_most() throws IOException {
        String said = Tool.run(List.of(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--no-pager",
                "--threshold=30",
                unit("portcullis.service").toString()));

        assertThat(said).contains("Overall exposure level for portcullis.service");
    }

    @Test
    void the_service_tells_systemd_when_it_is_ready_and_alive_and_comes_back_by_itself() throws IOException {
        assertThat(Files.readAllLines(UNITS.resolve("portcullis.service")))
                .contains("Type=notify", "WatchdogSec=60s", "Restart=always", "RestartPreventExitStatus=2");
    }

    @Test
    void the_service_may_bind_low_ports_and_nothing_else_that_a_user_may_not() throws IOException {
        assertThat(Files.readAllLines(UNITS.resolve("portcullis.service")))
                .filteredOn(line -> line.contains("CAP_"))
                .containsExactly(
                        "AmbientCapabilities=CAP_NET_BIND_SERVICE", "CapabilityBoundingSet=CAP_NET_BIND_SERVICE");
    }
}
