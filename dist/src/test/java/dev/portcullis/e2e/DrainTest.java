package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What SIGTERM does to those who are connected.
class DrainTest {

    private static final String HOST = "home.test";

    /// More than sockets and watermarks hold between the house and a client that does not read.
    private static final int BYTES = 48 << 20;

    @TempDir
    Path folder;

    @Test
    void a_download_in_flight_finishes_websockets_are_told_and_nobody_new_comes_in() throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual());
                Program server = Program.configured(folder, List.of(), Configurations.everything(house.port()));
                Talk.Client client = new Talk.Client();
                Visitor download = new Visitor(server.port(), HOST);
                Visitor idle = new Visitor(server.port(), HOST)) {
            int port = server.port();
            String token = new Owner(port, HOST).token();
            Talk talk = Talk.authenticated(client, port, token);
            assertThat(idle.exchange("GET", "/").status()).isEqualTo(200);
            download.send("GET", "/api/backup/download/" + BYTES, "Authorization: Bearer " + token);
            assertThat(download.head().status()).isEqualTo(200);

            server.terminate();

            assertThat(talk.closeCode()).isEqualTo(1001);
            assertThat(idle.in().read()).as("an idle connection is closed").isNegative();
            Patience.until(() -> isRefused(port), "new connections are refused");
            assertThat(server.isRunning()).isTrue();
            assertThat(download.in().readNBytes(BYTES)).hasSize(BYTES);
            assertThat(server.ended().exit()).isZero();
        }
    }

    @Test
    void who_does_not_finish_in_time_is_cut_off() throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual());
                Program server = Program.configured(
                        folder, List.of(), Configurations.everything(house.port()) + "timeouts: {drain: 500ms}\n");
                Visitor download = new Visitor(server.port(), HOST)) {
            String token = new Owner(server.port(), HOST).token();
            download.send("GET", "/api/backup/download/" + BYTES, "Authorization: Bearer " + token);
            assertThat(download.head().status()).isEqualTo(200);

            server.terminate();

            assertThat(server.ended().exit()).isZero();
            assertThatThrownBy(() -> download.in().skipNBytes(BYTES)).isInstanceOf(IOException.class);
        }
    }

    private static boolean isRefused(int port) {
        try (Socket _ = new Socket("127.0.0.1", port)) {
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
