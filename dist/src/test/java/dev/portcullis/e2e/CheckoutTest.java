package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./portcullis` of a checkout, with a stand-in for Maven that has the program at hand.
class CheckoutTest {

    @TempDir
    Path folder;

    private Path checkout;

    @BeforeEach
    void lay_out() throws IOException {
        Path original = Path.of("").toAbsolutePath().getParent();
        checkout = folder.resolve("check out");
        for (String file : List.of("portcullis", ".mvn/jdk25.bash", "pom.xml")) {
            Files.createDirectories(checkout.resolve(file).getParent());
            Files.copy(original.resolve(file), checkout.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path sources = Files.createDirectories(checkout.resolve("dist/src/main"));
        Files.writeString(sources.resolve("Source.java"), "");
        Files.writeString(checkout.resolve("dist/pom.xml"), "");
        jar(folder.resolve("program.jar"));
        Path mvn = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
        Files.writeString(mvn, """
                #!/bin/sh
                mkdir -p dist/target/lib && cp '%s' dist/target/lib/
                """.formatted(folder.resolve("program.jar")));
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void builds_once_and_again_only_when_a_source_changed() throws IOException {
        Program.Ended first = run(checkout, "./portcullis", "--version");
        assertThat(first.exit()).isZero();
        assertThat(first.out()).startsWith("portcullis ").hasLineCount(1);
        assertThat(first.err()).contains("building (first start only)").hasLineCount(1);

        Program.Ended second = run(checkout, "./portcullis", "--version");
        assertThat(second.exit()).isZero();
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).isEmpty();

        Files.setLastModifiedTime(
                checkout.resolve("dist/src/main/Source.java"),
                FileTime.from(Instant.now().plusSeconds(1)));
        assertThat(run(checkout, "./portcullis", "--version").err()).contains("building (sources changed)");
    }

    @Test
    void works_from_everywhere_and_through_a_symbolic_link() throws IOException {
        assertThat(run(folder, checkout.resolve("portcullis").toString(), "--version")
                        .exit())
                .isZero();
        Path link = Files.createSymbolicLink(folder.resolve("bin/portcullis"), checkout.resolve("portcullis"));

        Program.Ended linked = run(folder.resolve("bin"), link.toString(), "--version");

        assertThat(linked.exit()).isZero();
        assertThat(linked.out()).startsWith("portcullis ");
        assertThat(linked.err()).isEmpty();
    }

    @Test
    void a_build_that_fails_shows_what_it_said_and_is_tried_again() throws IOException {
        Path mvn = folder.resolve("bin/mvn");
        String works = Files.readString(mvn);
        Files.writeString(mvn, "#!/bin/sh\necho 'Source.java:1: broken'\nexit 1\n");

        Program.Ended failed = run(checkout, "./portcullis", "--version");
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("Source.java:1: broken").contains("the build failed");

        Files.writeString(mvn, works);
        assertThat(run(checkout, "./portcullis", "--version").exit()).isZero();
    }

    /// Nothing in it but the way to the classes under test.
    private static void jar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        String places = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(place -> Path.of(place).toUri().toString())
                .collect(Collectors.joining(" "));
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, places);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.finish();
        }
    }

    private Program.Ended run(Path from, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(from.toFile());
        builder.environment().put("PORTCULLIS_JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .merge(
                        "PATH",
                        folder.resolve("bin").toString(),
                        (path, bin) -> bin + java.io.File.pathSeparator + path);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "PORTCULLIS_JAVA_OPTS"));
        Process process = builder.start();
        process.getOutputStream().close();
        Captured out = new Captured(process.getInputStream());
        Captured err = new Captured(process.getErrorStream());
        try {
            assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Program.Ended(process.exitValue(), out.all(), err.all());
    }
}
