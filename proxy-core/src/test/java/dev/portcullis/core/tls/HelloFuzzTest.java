package dev.portcullis.core.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.portcullis.core.Certificates;
import dev.portcullis.core.Mutations;
import dev.portcullis.core.ServerCertificate;
import dev.portcullis.core.TlsChallenges;
import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.route.HostTable;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslProvider;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The first bytes of a connection to a server that serves no name: it waits for more, or ends the connection and says
/// why once; it never holds more than a ClientHello may be.
///
/// A normal build runs seeds and changes of them; `bench/fuzz` looks for more.
class HelloFuzzTest {

    private static final int LARGEST = 16 * 1024 + 4 + 5;

    private final TlsContexts contexts = new TlsContexts(new TlsPolicy(SslProvider.JDK), 0, new SecureRandom());

    private static final class NoCertificates implements Certificates {
        @Override
        public ServerCertificate forSite(int site, String serverName) {
            throw new AssertionError(serverName);
        }

        @Override
        public ServerCertificate selfSigned() {
            throw new AssertionError("self-signed");
        }
    }

    @Test
    void changes_of_seeds() {
        Mutations.of(HelloFuzzTest.class, "any_first_bytes", "hello.dict").each(20_000, this::any_first_bytes);
    }

    @FuzzTest
    @DictionaryFile(resourcePath = "hello.dict")
    void any_first_bytes(byte[] octets) {
        List<Refusal> refusals = new ArrayList<>();
        SniStage.Shared shared = new SniStage.Shared(
                HostTable.of(List.of()),
                new NoCertificates(),
                TlsChallenges.NONE,
                contexts,
                Set.of(),
                10_000,
                (_, refusal) -> refusals.add(refusal));
        SniStage stage = new SniStage(
                () -> shared,
                new ClientConnection(
                        new ClientIdentity(Address.parse("192.0.2.1").orElseThrow(), Zone.INTERNET)),
                () -> {
                    throw new AssertionError("secured");
                });
        EmbeddedChannel channel = new EmbeddedChannel(stage);
        try {
            for (int at = 0; at < octets.length && channel.isOpen(); at += 700) {
                channel.writeInbound(Unpooled.copiedBuffer(octets, at, Math.min(700, octets.length - at)));
                channel.runPendingTasks();
            }
            assertThat(refusals).hasSizeLessThanOrEqualTo(1);
            assertThat(refusals.isEmpty()).isEqualTo(channel.isOpen());
            assertThat(octets.length <= LARGEST || !channel.isOpen()).isTrue();
        } finally {
            channel.finishAndReleaseAll();
        }
    }
}
