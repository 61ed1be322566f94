package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One state folder has one server, and so do the certificates in it.
class OneServerTest {

    @TempDir
    Path folder;

    private String yaml(String host) {
        return """
                listen: {https: ['127.0.0.1:0']}
                sites:
                  - hosts: [%s]
                    upstream: http://127.0.0.1:1
                    expose: [{preset: ui, from: [lan]}]
                certificates: {self_signed: true}
                state: %s
                """.formatted(host, folder.resolve("state"));
    }

    @Test
    void a_second_server_leaves_the_certificates_of_the_first_alone() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        try (TimedServer first = new TimedServer(folder, yaml("home.test"))) {
            assertThat(first.port()).isPositive();

            assertThatThrownBy(() -> new TimedServer(other, yaml("cabin.test"))).isInstanceOf(AssertionError.class);

            assertThat(folder.resolve("state/certificates/self-signed"))
                    .isDirectoryNotContaining(
                            file -> file.getFileName().toString().startsWith("cabin"));
        }
    }

    @Test
    void a_start_that_fails_for_its_certificates_leaves_the_state_free_for_the_next_one() throws Exception {
        Path inTheWay =
                Files.createDirectories(folder.resolve("state/certificates")).resolve("self-signed");
        Files.writeString(inTheWay, "no folder");
        assertThatThrownBy(() -> new TimedServer(folder, yaml("home.test"))).isInstanceOf(AssertionError.class);
        Files.delete(inTheWay);

        try (TimedServer next = new TimedServer(folder, yaml("home.test"))) {
            assertThat(next.port()).isPositive();
        }
    }
}
