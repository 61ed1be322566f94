package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.app.TimedServer;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A server in a process of its own before a house of its own, which takes 127.0.0.1 for the household and every
/// other address for the internet.
///
/// Nobody is banned: a ban would end an attack at once.
final class BesiegedServer implements AutoCloseable {

    static final String HOST = "home.test";

    private final Path folder;
    private final HomeAssistantDouble house;
    private final Program program;
    private final String token;

    /// @param more further sections of the configuration
    BesiegedServer(Path folder, List<String> jvmOptions, String more) throws IOException {
        this.folder = folder;
        this.house = HomeAssistantDouble.start(Settings.usual());
        this.program = started(jvmOptions, more);
        this.token = loggedIn();
    }

    private Program started(List<String> jvmOptions, String more) {
        try {
            return Program.configured(folder, jvmOptions, configuration(house.port()) + more);
        } catch (AssertionError e) {
            house.close();
            throw e;
        }
    }

    private String loggedIn() throws IOException {
        try {
            return new Owner(port(), HOST).token();
        } catch (IOException | RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private static String configuration(int upstream) {
        return """
                listen: {https: ["127.0.0.1:0"]}
                zones: {lan: [127.0.0.1]}
                sites:
                  - hosts: [home.test]
                    upstream: http://127.0.0.1:%d
                    expose: [{preset: everything}]
                certificates: {self_signed: true}
                state: state
                """.formatted(upstream);
    }

    int port() {
        return program.port();
    }

    Siege siege(boolean stubborn) {
        return new Siege(port(), HOST, token, stubborn);
    }

    SteadyVisitor visitor() {
        return new SteadyVisitor(port(), HOST);
    }

    /// Connections of clients that are open now.
    int connections() {
        TimedServer.Said said = TimedServer.say(folder, "status", "--json");
        assertThat(said.exit()).as(said.err()).isZero();
        return Integer.parseInt(JsonText.member(said.out(), "connections"));
    }

    long residentKib() throws IOException {
        return Resident.kib(program.pid());
    }

    /// Serves a new client, and comes to its end in order, with no word of trouble.
    void isWell() throws IOException {
        assertThat(Visitor.ask(port(), HOST, "GET", "/").status()).isEqualTo(200);
        program.terminate();
        Program.Ended ended = program.ended();
        assertThat(ended.exit()).isZero();
        assertThat(ended.out()).doesNotContain("OutOf");
        assertThat(ended.err()).isEmpty();
    }

    @Override
    public void close() {
        program.close();
        house.close();
    }
}
