package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.Otherwise;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that only asks, one request behind the other, and never reads what we answer to it ourselves.
class UnreadAnswersTest {

    private final RefusalRecorder refusals = new RefusalRecorder();

    private static Settings answeringItself(Settings settings) {
        return settings.exposing(List.of()).otherwise(Otherwise.NOT_FOUND);
    }

    private static Wire connect(TestProxy proxy, boolean secure) throws IOException {
        return secure ? proxy.connect() : new Wire(new Socket("127.0.0.1", proxy.httpPort()));
    }

    /// For the redirects of `listen.http` with a target that comes back; for a short 404 as short as can be.
    private static byte[] requests(boolean secure) {
        String request = Requests.keeping("GET /" + (secure ? "" : "x".repeat(8_000)));
        return request.repeat(64_000 / request.length()).getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void is_held_back(boolean secure) throws Exception {
        AtomicLong written = new AtomicLong();
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, UnreadAnswersTest::answeringItself);
                Wire wire = connect(proxy, secure)) {
            StreamingTest.writeInBackground(wire, requests(secure), written);
            StreamingTest.assertStalls(written);

            assertThat(proxy.server().status().connections()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void is_cut_off_in_time(boolean secure) throws Exception {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(
                        origin,
                        s -> answeringItself(s)
                                .timeouts(Settings.idleTime(Duration.ofMillis(500)))
                                .events(refusals));
                Wire wire = connect(proxy, secure)) {
            StreamingTest.writeInBackground(wire, requests(secure), new AtomicLong());
            Eventually.equal(true, () -> refusals.told().contains("127.0.0.1 client-stalled"));
            Eventually.equal(0, () -> proxy.server().status().connections());
        }
    }
}
