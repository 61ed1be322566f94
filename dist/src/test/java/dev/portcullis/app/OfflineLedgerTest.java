package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineLedgerTest {

    @TempDir
    Path state;

    private AdminAnswer ask(String method, String path, Map<String, String> parameters) throws Exception {
        return OfflineLedger.of(state, Optional.empty(), InstantSource.system()).answer(method, path, parameters, "");
    }

    @Test
    void bans_are_listed_while_another_process_has_the_database() throws Exception {
        assertThat(ask("POST", "/v1/bans/add", Map.of("network", "203.0.113.9")).status())
                .isEqualTo(200);
        try (Store _ = Store.open(state, Duration.ofDays(90), InstantSource.system())) {
            assertThat(ask("GET", "/v1/bans", Map.of()).json()).contains("203.0.113.9");
            assertThat(ask("GET", "/v1/why", Map.of("ip", "203.0.113.9")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_file_that_is_no_database_is_set_aside_and_the_question_answered() throws Exception {
        Files.write(state.resolve("portcullis.db"), new byte[20_000]);
        assertThat(ask("GET", "/v1/bans", Map.of()).status()).isEqualTo(200);
    }
}
