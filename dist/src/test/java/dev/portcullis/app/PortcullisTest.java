package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.admin.ExplainReport;
import dev.portcullis.cli.ExplainQuestion;
import dev.portcullis.cli.Places;
import dev.portcullis.cli.UsageTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortcullisTest {

    private static final String GOOD = """
            sites:
              - hosts: [home.test]
                upstream: http://127.0.0.1:8123
                expose:
                  - paths: ["/local/**"]
                    methods: [GET]
            certificates: {self_signed: true}
            state: /srv/house
            """;

    @TempDir
    private Path folder;

    private final Portcullis portcullis = new Portcullis(name -> null);

    @Test
    void a_server_is_looked_for_where_the_configuration_says_then_where_a_demo_would_be() throws IOException {
        assertThat(portcullis.adminSockets(places(GOOD)))
                .hasSize(2)
                .startsWith(Path.of("/srv/house/admin.sock"))
                .last()
                .asString()
                .endsWith("portcullis/demo/admin.sock");
    }

    @Test
    void a_mistake_in_the_configuration_does_not_hide_where_its_server_is() throws IOException {
        assertThat(portcullis.adminSockets(places(GOOD.replace("sites:", "evrything: all\nsites:"))))
                .startsWith(Path.of("/srv/house/admin.sock"));
    }

    @Test
    void a_configuration_that_was_broken_meanwhile_does_not_hide_the_running_server() throws IOException {
        assertThat(portcullis.adminSockets(places("sites: [")))
                .first()
                .isEqualTo(Path.of("/var/lib/portcullis/admin.sock"));
    }

    @Test
    void a_state_folder_that_is_named_is_the_only_place() throws IOException {
        Places named = new Places(places(GOOD).config(), Optional.of(folder));

        assertThat(portcullis.adminSockets(named)).containsExactly(folder.resolve("admin.sock"));
    }

    @Test
    void a_method_may_be_typed_in_lower_case() throws IOException, UsageTrouble {
        ExplainReport report =
                portcullis.explain(new ExplainQuestion("get", "/local/picture.png", "203.0.113.9"), places(GOOD));

        assertThat(report.decision()).isEqualTo("forward");
        assertThat(report.rule()).isEqualTo("paths /local/**");
    }

    @Test
    void the_rate_of_the_rule_that_decides_is_told() throws IOException, UsageTrouble {
        String limited = GOOD.replace("methods: [GET]", "rate: 10/m");

        assertThat(portcullis
                        .explain(new ExplainQuestion("GET", "/local/picture.png", "203.0.113.9"), places(limited))
                        .reason())
                .isEqualTo("the first rule that matches exposes it to internet, at most 10/m from each client");
    }

    private Places places(String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve("portcullis.yaml"), configuration);
        return new Places(Optional.of(file), Optional.empty());
    }
}
