package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server leaves in its files where the umask would let everybody in.
class PrivateFilesTest {

    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    @TempDir
    Path folder;

    /// `Program` starts no shell, and a umask belongs to the process.
    private Process underUmask000() throws IOException {
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask 000; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        "--config",
                        "portcullis.yaml")
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("said").toFile())
                .redirectError(folder.resolve("complained").toFile())
                .start();
    }

    private Map<Path, String> openToOthers(Path top) throws IOException {
        Map<Path, String> open = new TreeMap<>();
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.toList()) {
                Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
                if (mode.stream().anyMatch(OTHERS::contains)) {
                    open.put(folder.relativize(file), PosixFilePermissions.toString(mode));
                }
            }
        }
        return open;
    }

    @Test
    void nobody_else_may_read_anything_whatever_the_umask() throws Exception {
        Program.write(folder.resolve("portcullis.yaml"), """
                listen: {https: ["127.0.0.1:0"]}
                sites:
                  - hosts: [home.test]
                    upstream: http://127.0.0.1:8123
                    expose: [{preset: ui, from: [lan]}]
                certificates: {self_signed: true}
                state: state
                logs: {access: access.log}
                """);
        Process server = underUmask000();
        try {
            Path said = folder.resolve("said");
            Patience.until(() -> read(said).contains("serving "), "the server");
            assertThat(Program.run(folder, "bans", "add", "203.0.113.9").exit()).isZero();

            assertThat(openToOthers(folder.resolve("state"))).isEmpty();
            assertThat(openToOthers(folder.resolve("access.log"))).isEmpty();
            try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
                List<String> names =
                        files.map(file -> file.getFileName().toString()).toList();
                assertThat(names).contains("admin.sock", "portcullis.db", "hash.key");
                assertThat(names).anyMatch(name -> name.endsWith(".pem"));
            }
        } finally {
            server.destroy();
            assertThat(server.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(read(folder.resolve("said")) + read(folder.resolve("complained")))
                .doesNotContain("PRIVATE KEY");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
