package dev.portcullis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsTest {

    private static final long LARGE = 200L << 20;
    private static final long FLAT = 32L << 20;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T08:00:00Z"));
    private HomeAssistantDouble house;
    private WireClient client;
    private String token;

    @BeforeEach
    void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual().withClock(now::get));
        token = Household.login(house.address());
        client = new WireClient(house.address());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        house.close();
    }

    @Test
    void pings_on_the_event_stream_at_once_and_passes_events_on() throws IOException {
        client.send(Household.get("/api/stream", Household.bearer(token)));
        WireClient.Reply head = client.head();
        assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(head.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(text(client.chunk())).isEqualTo("data: ping\n\n");
        house.fire("doorbell", "ring", "twice");
        String event = text(client.chunk());
        assertThat(event)
                .startsWith("data: {\"event_type\":\"doorbell\"")
                .endsWith("}\n\n")
                .contains("twice");
    }

    @Test
    void sends_one_picture_after_the_other_without_end() throws IOException {
        client.send(Household.get("/api/camera_proxy_stream/camera.front_door", Household.bearer(token)));
        assertThat(client.head().header("Content-Type"))
                .isEqualTo("multipart/x-mixed-replace; boundary=--frameboundary");
        for (int i = 0; i < 3; i++) {
            String part = new String(client.chunk(), StandardCharsets.ISO_8859_1);
            assertThat(part).startsWith("--frameboundary\r\nContent-Type: image/jpeg\r\nContent-Length: ");
            assertThat(part.substring(part.indexOf("\r\n\r\n") + 4)).startsWith("\u00ff\u00d8\u00ff");
        }
    }

    @Test
    void accepts_a_camera_token_for_two_periods_and_then_answers_403() throws IOException {
        String state = client.exchange(Household.get("/api/states/camera.front_door", Household.bearer(token)))
                .text();
        Object attributes = Json.readObject(state).orElseThrow().get("attributes");
        String picture = ((Map<?, ?>) attributes).get("entity_picture").toString();
        assertThat(client.exchange(Household.get(picture)).header("Content-Type"))
                .isEqualTo("image/jpeg");
        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(5)));
        assertThat(client.exchange(Household.get(picture)).status()).isEqualTo(200);
        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(5)));
        assertThat(client.exchange(Household.get(picture)).status()).isEqualTo(403);
    }

    @Test
    void lets_access_tokens_age() throws IOException {
        String request = Household.get("/api/", Household.bearer(token));
        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(30)));
        assertThat(client.exchange(request).status()).isEqualTo(200);
        now.updateAndGet(instant -> instant.plusSeconds(10));
        assertThat(client.exchange(request).status()).isEqualTo(401);
    }

    @Test
    void makes_access_tokens_in_the_shape_of_home_assistants() {
        assertThat(token).startsWith("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.");
        var claims = Jwt.claims(token).orElseThrow();
        assertThat(List.copyOf(claims.keySet())).containsExactly("iss", "iat", "exp");
        assertThat(claims.get("iss").toString()).hasSize(32);
        assertThat(((Number) claims.get("exp")).longValue() - ((Number) claims.get("iat")).longValue())
                .isEqualTo(1800);
    }

    @Test
    void sends_the_wanted_range_of_a_backup() throws IOException {
        WireClient.Reply middle = download("/api/backup/download/1000000", "Range: bytes=70000-70099");
        assertThat(middle.status()).isEqualTo(206);
        assertThat(middle.header("Content-Range")).isEqualTo("bytes 70000-70099/1000000");
        assertThat(middle.body()).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(middle.body()[i]).isEqualTo(PatternBytes.at(70_000 + i));
        }
        assertThat(download("/api/backup/download/1000", "Range: bytes=-10").header("Content-Range"))
                .isEqualTo("bytes 990-999/1000");
        assertThat(download("/api/backup/download/1000", "Range: bytes=2000-").status())
                .isEqualTo(416);
    }

    @Test
    void streams_200_mib_down_in_flat_memory_by_length_and_in_chunks() throws IOException {
        long before = directMemory();
        client.send(Household.get("/api/backup/download/" + LARGE, Household.bearer(token)));
        assertThat(client.head().header("Content-Length")).isEqualTo(String.valueOf(LARGE));
        byte[] block = new byte[1 << 16];
        for (long done = 0; done < LARGE; done += block.length) {
            assertThat(client.body().readNBytes(block, 0, block.length)).isEqualTo(block.length);
            assertThat(block[0]).isEqualTo(PatternBytes.at(done));
            assertThat(block[block.length - 1]).isEqualTo(PatternBytes.at(done + block.length - 1));
        }
        assertThat(directMemory() - before).isLessThan(FLAT);

        client.send(Household.get("/api/backup/download/" + LARGE + "?chunked=1", Household.bearer(token)));
        assertThat(client.head().header("Transfer-Encoding")).isEqualTo("chunked");
        long done = 0;
        for (byte[] chunk = client.chunk(); chunk.length > 0; chunk = client.chunk()) {
            assertThat(chunk[0]).isEqualTo(PatternBytes.at(done));
            done += chunk.length;
        }
        assertThat(done).isEqualTo(LARGE);
    }

    @Test
    void takes_200_mib_up_in_flat_memory() throws IOException, NoSuchAlgorithmException {
        long before = directMemory();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        client.send("POST /api/backup/upload HTTP/1.1\r\nHost: ha\r\n" + Household.bearer(token)
                + "\r\nContent-Length: " + LARGE + "\r\n\r\n");
        byte[] block = new byte[1 << 20];
        for (int i = 0; i < LARGE >> 20; i++) {
            Arrays.fill(block, (byte) i);
            digest.update(block);
            client.send(block);
            assertThat(directMemory() - before).isLessThan(FLAT);
        }
        WireClient.Reply reply = client.reply(false);
        assertThat(Household.member(reply.text(), "bytes")).isEqualTo(String.valueOf(LARGE));
        assertThat(Household.member(reply.text(), "sha256"))
                .isEqualTo(HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void stops_sending_to_readers_that_stop_reading() throws IOException {
        List<WireClient> lazy = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            WireClient reader = new WireClient(house.address());
            reader.send(Household.get("/api/backup/download/" + (1L << 40), Household.bearer(token)));
            assertThat(reader.head().status()).isEqualTo(200);
            lazy.add(reader);
        }
        assertThat(client.exchange(Household.get("/robots.txt")).status()).isEqualTo(200);
        for (WireClient reader : lazy) {
            reader.close();
        }
    }

    @Test
    void sends_trailers_back() throws IOException {
        client.send("POST /api/demo/trailers HTTP/1.1\r\nHost: ha\r\n" + Household.bearer(token)
                + "\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Checksum: 42\r\n\r\n");
        assertThat(client.head().status()).isEqualTo(200);
        assertThat(text(client.chunk())).isEqualTo("{\"X-Checksum\":\"42\"}");
        assertThat(client.chunk()).isEmpty();
        assertThat(client.trailers()).containsExactly("X-Checksum: 42");
    }

    private WireClient.Reply download(String target, String range) throws IOException {
        return client.exchange(Household.get(target, Household.bearer(token), range));
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
