package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import dev.portcullis.metrics.Metric;
import dev.portcullis.metrics.Scrape;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Prometheus sees of the built program.
class MetricsTest {

    private static final String HOST = "home.test";
    private static final String HOME = "192.168.1.50";
    private static final String ATTACKER = "203.0.113.66";
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    static Path folder;

    private static HomeAssistantDouble house;
    private static Program server;
    private static int metrics;

    @BeforeAll
    static void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual().withWebhooks(List.of("doorbell-8c1f04")));
        server = Program.configured(folder, List.of(), """
                listen: {https: ["127.0.0.1:0"], forwarded_from: [127.0.0.1], metrics: ["127.0.0.1:0"]}
                sites:
                  - hosts: [home.test]
                    upstream: http://127.0.0.1:%d
                    expose:
                      - webhooks: [doorbell-8c1f04]
                      - preset: ui
                        from: [lan]
                certificates: {self_signed: true}
                state: state
                """.formatted(house.port()));
        Matcher port = PORT.matcher(server.line("metrics on "));
        assertThat(port.find()).isTrue();
        metrics = Integer.parseInt(port.group(1));
    }

    @AfterAll
    static void end() {
        server.terminate();
        assertThat(server.ended().exit()).isZero();
        server.close();
        house.close();
    }

    @Test
    void a_scrape_tells_what_passed() throws Exception {
        int port = server.port();
        assertThat(ask(port, HOME, "GET", "/").status()).isEqualTo(200);
        assertThat(ask(port, ATTACKER, "POST", "/api/webhook/doorbell-8c1f04").status())
                .isEqualTo(200);
        assertThatThrownBy(() -> ask(port, ATTACKER, "GET", "/.env")).isInstanceOf(IOException.class);

        Scrape scrape = eventually(it -> it.sum("portcullis_bans_active") >= 1
                && it.sum("portcullis_requests_total", "route", "none", "status", "none") >= 1);

        assertThat(scrape.value("portcullis_requests_total", "site", HOST, "route", "ui", "status", "2xx"))
                .contains(1.0);
        assertThat(scrape.value("portcullis_requests_total", "site", HOST, "route", "webhooks", "status", "2xx"))
                .contains(1.0);
        assertThat(scrape.value("portcullis_refusals_total", "refusal", "not-exposed"))
                .contains(1.0);
        assertThat(scrape.value("portcullis_probes_total", "family", "secrets")).contains(1.0);
        assertThat(scrape.sum("portcullis_handshakes_total", "result", "ok", "protocol", "http/1.1"))
                .isBetween(3.0, 4.0);
        assertThat(scrape.sum("portcullis_time_to_first_byte_seconds_count", "site", HOST))
                .isBetween(2.0, 3.0);
        assertThat(scrape.value("portcullis_upstream_up", "site", HOST)).contains(1.0);
        assertThat(scrape.value("portcullis_bytes_total", "site", HOST, "direction", "out")
                        .orElseThrow())
                .isPositive();
        assertThat(scrape.value("portcullis_bans_active")).contains(1.0);
        assertThat(scrape.value("portcullis_bans_total", "cause", "probes", "mode", "enforced"))
                .contains(1.0);
        assertThat(scrape.value("portcullis_bans_total", "cause", "owner", "mode", "enforced"))
                .contains(0.0);
        double year = Duration.ofDays(300).toSeconds();
        assertThat(scrape.value("portcullis_certificate_not_after_timestamp_seconds", "site", HOST)
                        .orElseThrow())
                .isGreaterThan(System.currentTimeMillis() / 1000.0 + year);
        assertThat(scrape.value("process_resident_memory_bytes").orElseThrow()).isGreaterThan(1 << 20);
        assertThat(scrape.value("process_open_fds").orElseThrow()).isBetween(10.0, 10_000.0);
        assertThat(scrape.value("process_start_time_seconds").orElseThrow()).isGreaterThan(1.7e9);
        assertThat(scrape.value("portcullis_build_info").orElseThrow()).isEqualTo(1);
    }

    @Test
    void every_type_and_label_is_as_documented_and_no_client_chose_one() throws Exception {
        ask(server.port(), HOME, "GET", "/nothing-like-this-92c1");
        Scrape scrape = Scrape.prometheus(get("/metrics", "").body());

        for (Metric metric : Metric.values()) {
            String type = scrape.types().get(metric.metric());
            assertThat(type == null || type.equalsIgnoreCase(metric.type().name()))
                    .as(metric.metric())
                    .isTrue();
        }
        Set<String> known = Arrays.stream(Metric.values()).map(Metric::metric).collect(Collectors.toSet());
        assertThat(known).containsAll(scrape.types().keySet());
        assertThat(scrape.types()).hasSizeGreaterThan(35);
        assertThat(scrape.samples().toString()).doesNotContain("92c1", ATTACKER, HOME, "doorbell");
    }

    @Test
    void the_admin_socket_says_the_same_in_either_format() throws Exception {
        HttpResponse<String> open = get("/metrics", "application/openmetrics-text; version=1.0.0");
        assertThat(open.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/openmetrics-text");
        Scrape.openMetrics(open.body());

        String answer = overSocket("GET /v1/metrics HTTP/1.1\r\nHost: portcullis\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n");
        Scrape socket = Scrape.prometheus(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(socket.types().keySet())
                .containsAll(
                        Scrape.prometheus(get("/metrics", "").body()).types().keySet());
    }

    @Test
    void the_listener_knows_one_page_and_reads_no_more_than_it_must() throws Exception {
        assertThat(get("/", "").statusCode()).isEqualTo(404);
        assertThat(get("/v1/status", "").statusCode()).isEqualTo(404);
        assertThat(raw("POST /metrics HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 405 ");
        assertThat(raw("GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(raw("GET /metrics HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(raw("GET /metrics\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    private static Scrape eventually(Predicate<Scrape> condition) throws IOException {
        Patience.until(() -> condition.test(scrape()), "what passed is counted");
        return scrape();
    }

    private static Scrape scrape() {
        try {
            return Scrape.prometheus(get("/metrics", "").body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Visitor.Reply ask(int port, String from, String method, String target) throws IOException {
        return Visitor.ask(port, HOST, method, target, "X-Forwarded-For: " + from, "Content-Length: 0");
    }

    private static HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metrics + path));
        if (!accept.isEmpty()) {
            request.header("Accept", accept);
        }
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", metrics)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String overSocket(String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(folder.resolve("state/admin.sock")));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
