package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.config.Config;
import dev.portcullis.config.ConfigFile;
import dev.portcullis.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReloadEndTest {

    private static final String YAML = """
            listen: {https: ["127.0.0.1:8443"]}
            sites:
              - hosts: [home.example.org]
                upstream: http://127.0.0.1:8123
                expose: [{paths: ["/local/**"]}]
            certificates: {self_signed: true}
            """;

    private final AtomicInteger changes = new AtomicInteger();

    @TempDir
    Path folder;

    private ConfigSource source;
    private Config config;

    @BeforeEach
    void a_configuration() throws IOException {
        Path file = Files.writeString(folder.resolve("portcullis.yaml"), YAML);
        ConfigFile reader = new ConfigFile(_ -> null);
        source = new ConfigSource(file, () -> reader.load(file));
        Loaded loaded = source.load();
        assertThat(loaded).as(loaded.toString()).isInstanceOf(Loaded.Ok.class);
        config = ((Loaded.Ok) loaded).config();
    }

    @Test
    void no_reload_begins_after_the_end() {
        Reload reload = reload(_ -> changes.incrementAndGet());
        assertThat(reload.answer().status()).isEqualTo(200);
        reload.close();
        AdminAnswer answer = reload.answer();

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json()).contains("the server is stopping");
        assertThat(changes).hasValue(1);
    }

    @Test
    @Timeout(60)
    void the_end_waits_for_the_reload_that_is_under_way() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Reload reload = reload(_ -> {
            under.countDown();
            awaited(go);
            return changes.incrementAndGet();
        });
        CompletableFuture<AdminAnswer> answer = CompletableFuture.supplyAsync(reload::answer);
        awaited(under);
        Thread ending = Thread.ofPlatform().start(reload::close);
        while (ending.getState() != Thread.State.WAITING) {
            assertThat(ending.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        assertThat(changes).hasValue(0);
        go.countDown();
        ending.join();

        assertThat(changes).hasValue(1);
        assertThat(answer.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    private Reload reload(Reload.Change change) {
        return new Reload(source, config, change, () -> () -> {}, InstantSource.system());
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
