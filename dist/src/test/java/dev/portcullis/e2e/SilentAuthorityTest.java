package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.lab.AcmeDouble;
import dev.portcullis.acme.lab.Call;
import dev.portcullis.acme.lab.Misbehaviour;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An authority that is there and says nothing costs the house nothing.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SilentAuthorityTest {

    private static final String HOST = "home.test";

    @TempDir
    Path folder;

    @Test
    void one_that_does_not_even_speak_tls() throws IOException {
        try (ServerSocket hole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> caller = new CompletableFuture<>();
            Thread accepting = Thread.startVirtualThread(() -> {
                try {
                    caller.complete(hole.accept());
                } catch (IOException e) {
                    caller.completeExceptionally(e);
                }
            });
            lives_on(
                    URI.create("https://localhost:" + hole.getLocalPort() + "/directory"),
                    Optional.empty(),
                    caller::isDone);
            Patience.await(caller, "the caller").close();
            accepting.interrupt();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"DIRECTORY", "NEW_ORDER", "FINALIZE"})
    void one_that_falls_silent(Call call) throws IOException {
        try (AcmeDouble authority = new AcmeDouble(InstantSource.system())) {
            authority.next(call, Misbehaviour.isSilent(), Misbehaviour.isSilent());
            Path root = authority.ca().writeRoot(folder);
            lives_on(authority.directory(), Optional.of(root), () -> authority.count(call) > 0);
        }
    }

    private void lives_on(URI directory, Optional<Path> root, BooleanSupplier isAsked) throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual());
                Program server = Program.configured(folder, List.of(), yaml(house.port(), directory, root));
                Traffic traffic = Traffic.start(server.port(), HOST, 4, 2)) {
            Patience.until(isAsked, "the silent call");
            traffic.awaitRound();
            // The command line is not kept waiting either.
            Program.Ended list = Program.run(folder, "certs", "--json");
            assertThat(JsonText.member(list.out(), "working")).as(list.out()).isEqualTo("true");
            traffic.awaitRound();
            assertThat(traffic.failures()).isEmpty();
            traffic.close();

            Program.Ended stop = Program.run(folder, "stop");

            assertThat(stop.exit()).as(stop.err()).isZero();
            Program.Ended ended = server.ended();
            assertThat(ended.exit()).isZero();
            // It did not wait until the call was given up.
            assertThat(ended.out() + ended.err()).doesNotContain("not obtained", "still at work");
        }
    }

    private static String yaml(int upstream, URI directory, Optional<Path> root) {
        return """
                listen: {https: ["127.0.0.1:0"]}
                sites:
                  - hosts: [home.test]
                    upstream: http://127.0.0.1:%d
                    expose: [{preset: everything}]
                certificates:
                  acme: {agree_to_terms: true, directory: "%s"%s}
                protection:
                  rate_limits:
                    request: {rate: 100000/s, burst: 100000}
                    connection: {rate: 100000/s, burst: 100000, open: 1000}
                state: state
                """.formatted(
                        upstream,
                        directory,
                        root.map(file -> ", ca_file: \"" + file + "\"").orElse(""));
    }
}
