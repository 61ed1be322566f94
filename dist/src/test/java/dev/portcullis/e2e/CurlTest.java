package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.PatternBytes;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Everyday use with curl, in either version of HTTP.
class CurlTest {

    private static final String HOST = "home.test";
    private static final int BIG = 200_000_000;
    private static final int PIECE = 1 << 20;
    private static final int AT_ONCE = 50;

    @TempDir
    static Path folder;

    private static HomeAssistantDouble house;
    private static Program server;
    private static String bearer;

    @BeforeAll
    static void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        server = Program.configured(folder, List.of(), Configurations.everything(house.port()));
        bearer = "Authorization: Bearer " + new Owner(server.port(), HOST).token();
    }

    @AfterAll
    static void end() {
        server.terminate();
        Program.Ended ended = server.ended();
        server.close();
        house.close();
        assertThat(ended.exit()).isZero();
        assertThat(ended.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, 1.1", "--http2, 2"})
    void get_post_and_head(String option, String version) {
        assertThat(curl(option, "-w", "%{http_version}", url("/")))
                .contains("<title>Home Assistant stand-in</title>")
                .endsWith("</html>\n" + version);
        assertThat(curl(option, "-H", bearer, "-d", "sixteen letters.", "-w", "\n%{http_code}", upload()))
                .contains("\"bytes\":16")
                .contains(sha256("sixteen letters."))
                .endsWith("\n201");
        String head = curl(option, "-I", "-H", bearer, "-w", "%{size_download}", url("/api/backup/download/12345"));
        assertThat(head)
                .startsWith("HTTP/" + version + " 200")
                .containsIgnoringCase("\ncontent-length: 12345\n")
                .endsWith("\n\n0");
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, 1.1", "--http2, 2"})
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void two_hundred_megabytes_go_down_and_up_again_unchanged(String option, String version) throws IOException {
        Path file = folder.resolve("backup-" + version);
        String down = url("/api/backup/download/" + BIG);
        assertThat(curl(option, "-H", bearer, "-o", file.toString(), "-w", "%{http_version} %{http_code}", down))
                .isEqualTo(version + " 200");
        MessageDigest digest = sha256();
        byte[] block = block();
        for (int at = 0; at < BIG; at += block.length) {
            digest.update(block, 0, Math.min(block.length, BIG - at));
        }
        String sent = HexFormat.of().formatHex(digest.digest());
        assertThat(hexOf(file)).isEqualTo(sent);

        for (String form : List.of("Content-Type: application/x-tar", "Transfer-Encoding: chunked")) {
            assertThat(curl(option, "-H", bearer, "-H", form, "-T", file.toString(), upload()))
                    .contains("\"bytes\":" + BIG)
                    .contains(sent);
        }
        Files.delete(file);
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, HTTP/1.1 100", "--http2, HTTP/2 100"})
    void a_body_that_waits_for_100_is_asked_for(String option, String informed) {
        String answer = curl(
                option,
                "-i",
                "-H",
                bearer,
                "-H",
                "Expect: 100-continue",
                "--expect100-timeout",
                "600",
                "-d",
                "x",
                upload());

        assertThat(answer).startsWith(informed).contains(" 201").contains("\"bytes\":1");
    }

    @Test
    void fifty_transfers_share_one_connection() throws IOException {
        Path parts = Files.createDirectory(folder.resolve("parts"));
        String lines = curl(
                "--http2",
                "--parallel",
                "--parallel-max",
                String.valueOf(AT_ONCE),
                "-H",
                bearer,
                "-o",
                parts + "/#1",
                "-w",
                "%{http_version} %{http_code} %{num_connects}\n",
                url("/api/backup/download/" + PIECE + "?part=[1-" + AT_ONCE + "]"));

        assertThat(lines.lines()).hasSize(AT_ONCE).allMatch(line -> line.startsWith("2 200 "));
        assertThat(lines.lines().filter(line -> line.endsWith(" 1")))
                .as("connections")
                .hasSize(1);
        byte[] block = block();
        for (int part = 1; part <= AT_ONCE; part++) {
            byte[] got = Files.readAllBytes(parts.resolve(String.valueOf(part)));
            assertThat(got).hasSize(PIECE);
            for (int at = 0; at < PIECE; at++) {
                if (got[at] != block[at % block.length]) {
                    throw new AssertionError("part " + part + " has another byte at " + at);
                }
            }
        }
    }

    private static String url(String target) {
        return "https://" + HOST + ":" + server.port() + target;
    }

    private static String upload() {
        return url("/api/backup/upload");
    }

    /// What it prints, line ends as LF; it must end well.
    private static String curl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("curl", "-q", "-sSk", "--resolve"));
        command.add(HOST + ":" + server.port() + ":127.0.0.1");
        command.addAll(List.of(arguments));
        return Tool.run(command).strip();
    }

    /// One period of what the house sends.
    private static byte[] block() {
        byte[] block = new byte[65_521];
        for (int i = 0; i < block.length; i++) {
            block[i] = PatternBytes.at(i);
        }
        return block;
    }

    private static String hexOf(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (var in = Files.newInputStream(file)) {
            byte[] part = new byte[PIECE];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                digest.update(part, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
