package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.app.Main;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `portcullis top` on a terminal of its own, made by script(1).
class TopTest {

    @TempDir
    static Path folder;

    private static HomeAssistantDouble house;
    private static Program server;

    @BeforeAll
    static void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        server = Program.configured(folder, List.of(), Configurations.everything(house.port()));
        assertThat(Visitor.ask(server.port(), "home.test", "GET", "/").status()).isEqualTo(200);
    }

    @AfterAll
    static void end() {
        server.terminate();
        server.ended();
        server.close();
        house.close();
    }

    @Test
    void it_fills_the_terminal_and_leaves_it_as_it_was() throws Exception {
        String said = onTerminal("q");

        assertThat(said)
                .contains("\u001b[?1049h")
                .contains("Requests ")
                .contains("CLIENT ")
                .contains("home.test up");
        assertThat(said.substring(said.lastIndexOf("\u001b[?1049l")))
                .contains("\u001b[?1049l", "exit=0", " icanon ", " echo ")
                .doesNotContain("-icanon", " -echo ");
    }

    @Test
    void ctrl_c_leaves_it_as_it_was_too() throws Exception {
        String said = onTerminal("\u0003");

        assertThat(said.substring(said.lastIndexOf("\u001b[?1049l")))
                .contains(" icanon ", " echo ")
                .doesNotContain("-icanon", " -echo ");
    }

    @Test
    void without_a_terminal_it_prints_one_picture() {
        Program.Ended once = Program.run(folder, "top", "--config", "portcullis.yaml");

        assertThat(once.exit()).isZero();
        assertThat(once.out()).contains("Requests ").contains("home.test up").doesNotContain("\u001b");
        Program.Ended json = Program.run(folder, "top", "--once", "--json", "--config", "portcullis.yaml");
        assertThat(json.out()).hasLineCount(1).startsWith("{\"now\":");
    }

    /// Types the keys once the first picture is there; gives all that the terminal was sent.
    private static String onTerminal(String keys) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String shell =
                "trap : INT; stty rows 24 cols 80; '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s top --config portcullis.yaml; echo exit=$?; stty -a"
                        .formatted(java, System.getProperty("java.class.path"), Main.class.getName());
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", shell, "/dev/null").directory(folder.toFile());
        builder.environment().put("TERM", "xterm");
        builder.environment().put("SHELL", "/bin/sh");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.redirectErrorStream(true).start();
        try {
            Captured out = new Captured(process.getInputStream());
            assertThat(out.line("LATEST")).isPresent();
            process.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            return out.all();
        } finally {
            process.destroyForcibly();
        }
    }
}
