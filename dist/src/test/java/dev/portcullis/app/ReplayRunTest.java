package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.cli.ReplayAnswer;
import dev.portcullis.cli.UsageTrouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayRunTest {

    private static final String OWN =
            "{\"ts\":\"2026-11-23T12:00:0%dZ\",\"client\":\"203.0.113.9\",\"zone\":\"internet\",\"method\":\"GET\","
                    + "\"path\":\"/%d.php\",\"status\":404,\"probes\":[\"scripts\"]}\n";

    @TempDir
    Path folder;

    @Test
    void logs_are_read_in_the_order_of_their_time() throws Exception {
        Path later = file("a.log", "nonsense\n" + OWN.formatted(2, 2));
        Path earlier = file("b.log", OWN.formatted(1, 1));

        ReplayAnswer answer = run("", later.toString(), earlier.toString());

        assertThat(answer.files()).isEqualTo(2);
        assertThat(answer.report().lines()).isEqualTo(3);
        assertThat(answer.report().problems()).singleElement().asString().startsWith(later + ":1: unknown format");
        assertThat(answer.report().bans()).singleElement().satisfies(banned -> {
            assertThat(banned.ban().from()).isEqualTo("2026-11-23T12:00:02Z");
            assertThat(banned.evidence()).extracting(it -> it.request().path()).containsExactly("/1.php", "/2.php");
        });
    }

    @Test
    void standard_input_is_a_log_like_others() throws Exception {
        ReplayAnswer answer = run("x\n" + OWN.formatted(1, 1), "-");

        assertThat(answer.report().lines()).isEqualTo(2);
        assertThat(answer.report().problems()).singleElement().asString().startsWith("standard input:1:");
    }

    @Test
    void bytes_that_are_no_text_are_a_broken_line() throws Exception {
        Path log = folder.resolve("binary");
        Files.write(log, new byte[] {(byte) 0x1f, (byte) 0x8b, 0, (byte) 0xff, '\n', (byte) 0xc3});

        ReplayAnswer answer = run("", log.toString());

        assertThat(answer.report().skipped()).isEqualTo(2);
    }

    @Test
    void without_a_configuration_the_documented_defaults_hold() throws Exception {
        String lan = OWN.replace("203.0.113.9", "192.168.1.20");

        ReplayAnswer answer = run(lan.formatted(1, 1) + lan.formatted(2, 2), "-");

        assertThat(answer.report().bans()).isEmpty();
        assertThat(answer.report().spared())
                .singleElement()
                .extracting(it -> it.why())
                .isEqualTo("zone lan");
    }

    @Test
    void two_policies_see_the_same_lines() throws Exception {
        ReplayAnswer answer = new ReplayRun(_ -> ReplayRun.documented(), input(OWN.formatted(1, 1)), _ -> {})
                .run(List.of("-"), List.of(Optional.empty(), Optional.empty()));

        assertThat(answer.other()).contains(answer.report());
    }

    @Test
    void a_log_that_is_not_there_is_named() {
        String missing = folder.resolve("missing.log").toString();

        assertThatThrownBy(() -> run("", missing))
                .isInstanceOf(UsageTrouble.class)
                .hasMessage(missing + ": no such file (expected: a readable log)");
        assertThatThrownBy(() -> run("", folder.toString()))
                .isInstanceOf(UsageTrouble.class)
                .hasMessageStartingWith(folder + ": ");
    }

    private static ReplayAnswer run(String input, String... logs) throws UsageTrouble {
        return new ReplayRun(_ -> ReplayRun.documented(), input(input), _ -> {})
                .run(List.of(logs), List.of(Optional.empty()));
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
