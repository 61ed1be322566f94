package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.admin.AdminJson;
import dev.portcullis.config.Config;
import dev.portcullis.config.ConfigFile;
import dev.portcullis.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtectionSummaryTest {

    @TempDir
    private Path folder;

    @Test
    void the_defaults_in_few_lines() throws IOException {
        assertThat(text(config(""))).isEqualTo("""

                protection: enforce
                  banned after 5 failed logins in 10m or 3 probes in 10m
                  banned for 1h, each time 4 times longer, at most 30d
                  4 banned clients of a /24 (IPv6: /48) ban it for 1d
                  never banned: lan, vpn
                  on five times the evidence: who logged in within 30d
                  each client: logins 10/m (20 at once), webhooks 60/m (60 at once), requests 50/s (400 at once)
                               connections 20/s (100 at once), 200 open
                access log: off
                """);
    }

    @Test
    void own_rules_and_observing_are_shown() throws IOException {
        String text = text(config("""
                protection:
                  mode: observe
                  never_ban: []
                  rules:
                    - {name: old-panel, match: {path: /old/**}, weight: 3, mode: observe}
                    - {name: scanner, match: {header: x-scanner}}
                logs: {access: stdout}
                """));

        assertThat(text.lines())
                .contains(
                        "protection: observe (nobody is banned or throttled; bans of your own hold)",
                        "  never banned: nobody",
                        "  own rule old-panel: weight 3, observe",
                        "  own rule scanner: weight 1",
                        "access log: stdout");
    }

    @Test
    void no_line_is_wider_than_a_hundred_columns() throws IOException {
        StringBuilder many = new StringBuilder("protection: {never_ban: [lan");
        for (int i = 0; i < 60; i++) {
            many.append(", host-").append(i).append(".example.org");
        }
        String text = text(config(many + "]}\n"));

        assertThat(text).contains("host-0.example.org,").contains("host-59.example.org\n");
        assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void the_same_as_json() throws IOException {
        Config config = config("protection: {rules: [{name: scanner, match: {header: x-scanner}}]}\n");

        assertThat(AdminJson.object(out -> ProtectionSummary.write(config.protection(), config.accessLog(), out)))
                .contains("\"protection\":{\"mode\":\"enforce\"")
                .contains("\"failed_logins\":{\"limit\":5,\"window\":\"10m\"}")
                .contains("\"never_ban\":[\"lan\",\"vpn\"]")
                .contains("\"rules\":[{\"name\":\"scanner\",\"weight\":1,\"mode\":\"enforce\"}]")
                .contains("\"access_log\":\"off\"");
    }

    @Test
    void the_rate_of_a_rule_is_shown_with_what_it_exposes() throws IOException {
        Config config = config("");

        assertThat(ExposureSummary.text(config)).contains("    paths /local/** (30/h from each client)\n");
        assertThat(AdminJson.object(out -> ExposureSummary.write(config, out))).contains("\"rate\":\"30/h\"");
    }

    private static String text(Config config) {
        return ProtectionSummary.text(config.protection(), config.accessLog());
    }

    private Config config(String more) throws IOException {
        Path file = Files.writeString(folder.resolve("portcullis.yaml"), """
                sites:
                  - hosts: [home.test]
                    upstream: http://127.0.0.1:8123
                    expose: [{paths: ["/local/**"], rate: 30/h}]
                certificates: {self_signed: true}
                """ + more);
        return switch (new ConfigFile(_ -> null).load(file)) {
            case Loaded.Ok ok -> ok.config();
            case Loaded.Broken broken ->
                throw new AssertionError(broken.problems().toString());
        };
    }
}
