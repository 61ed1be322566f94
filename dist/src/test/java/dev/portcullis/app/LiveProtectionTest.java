package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.admin.ProtectionReport;
import dev.portcullis.config.Config;
import dev.portcullis.config.ConfigFile;
import dev.portcullis.config.Loaded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveProtectionTest {

    @TempDir
    private Path state;

    private LiveProtection start() throws Exception {
        String text = """
                sites:
                  - hosts: [home.test]
                    upstream: http://127.0.0.1:8123
                    expose:
                      - paths: ["/**"]
                certificates: {self_signed: true}
                state: %s
                """.formatted(state);
        Path file = Files.writeString(state.resolve("portcullis.yaml"), text);
        Loaded loaded = new ConfigFile(name -> null).load(file);
        Config config = switch (loaded) {
            case Loaded.Ok ok -> ok.config();
            case Loaded.Broken broken ->
                throw new AssertionError(broken.problems().toString());
        };
        return LiveProtection.start(config, RunningServer.zones(config), InstantSource.system());
    }

    @Test
    void a_ledger_that_cannot_be_read_is_told_of_in_a_report_without_counts() throws Exception {
        LiveProtection protection = start();
        assertThat(protection.report().trouble()).isEmpty();
        protection.close();

        ProtectionReport report = protection.report();

        assertThat(report.mode()).isEqualTo("enforce");
        assertThat(report.today().bans()).isZero();
        assertThat(report.trouble()).isNotEmpty();
    }
}
