package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.app.TimedServer;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Guesses that come at once, on streams of one HTTP/2 connection, are counted like any others.
class OneConnectionTest {

    private static final String CLIENT = "203.0.113.9";

    @TempDir
    Path folder;

    private HomeAssistantDouble house;
    private TimedServer server;
    private ProxyLine line;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        server = new TimedServer(folder, """
                listen: {https: ["127.0.0.1:0"], proxy_protocol_from: [127.0.0.1]}
                sites:
                  - hosts: [localhost]
                    upstream: "http://127.0.0.1:%d"
                    expose: [{paths: [/, /auth/**]}, {webhooks: [doorbell-8c1f04]}]
                certificates: {self_signed: true}
                logs: {access: access.log}
                state: state
                """.formatted(house.port()));
        line = new ProxyLine(server.port(), new Stranger(server.port(), "localhost", CLIENT).line());
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(Tls.TRUSTING)
                .build();
    }

    @AfterEach
    void end() {
        client.shutdownNow();
        line.close();
        server.close();
        house.close();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + line.port() + path))
                .timeout(Patience.LIMIT);
    }

    private HttpRequest post(String path, String json) {
        return to(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    private void assertSpeaksHttp2() throws IOException, InterruptedException {
        HttpResponse<String> page = client.send(to("/").build(), BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    /// All at once; null for each that was not answered.
    private List<String> answers(List<HttpRequest> requests) {
        List<CompletableFuture<String>> under = requests.stream()
                .map(request -> client.sendAsync(request, BodyHandlers.ofString())
                        .handle((answer, failure) -> failure == null ? answer.body() : null))
                .toList();
        List<String> answers = new ArrayList<>();
        under.forEach(answer -> answers.add(answer.join()));
        return answers;
    }

    /// The connection is gone, a new one is turned away, and the log replays to the same ban.
    private void assertBanned(String rule) {
        Patience.until(() -> say("bans").contains(CLIENT), "the ban");
        Patience.until(() -> line.open() == 0, "the end of the connection");
        assertThat(line.opened()).isOne();
        assertThatThrownBy(() -> client.send(to("/").build(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        assertThat(line.opened()).isGreaterThan(1);
        String bans = say("bans", "--json");
        assertThat(JsonList.of(bans, "bans", "rule")).containsExactly(rule);
        server.close();
        String replayed = say("replay", folder.resolve("access.log").toString(), "--json");
        for (String member : List.of("network", "from", "until", "cause", "rule")) {
            assertThat(JsonList.of(replayed, "bans", member)).isEqualTo(JsonList.of(bans, "bans", member));
        }
    }

    private String say(String... command) {
        TimedServer.Said said = TimedServer.say(folder, command);
        assertThat(said.exit()).as(said.err()).isZero();
        return said.out();
    }

    @Test
    void five_wrong_passwords_at_once_are_a_ban_and_the_connection_is_gone() throws Exception {
        assertSpeaksHttp2();
        String id = "\"client_id\":\"https://localhost/\"";
        String begin = "{" + id + ",\"handler\":[\"homeassistant\",null],\"redirect_uri\":\"https://localhost/\"}";
        List<String> flows =
                answers(IntStream.range(0, 5)
                                .mapToObj(_ -> post("/auth/login_flow", begin))
                                .toList())
                        .stream()
                        .map(begun -> JsonText.member(begun, "flow_id"))
                        .toList();
        assertThat(line.opened()).isOne();
        String wrong = "{" + id + ",\"username\":\"cesar\",\"password\":\"guess\"}";
        List<HttpRequest> guesses = flows.stream()
                .map(flow -> post("/auth/login_flow/" + flow, wrong))
                .toList();
        assertThat(answers(guesses.subList(0, 4)))
                .allSatisfy(said -> assertThat(said).contains("invalid_auth"));
        assertThat(line.open()).isOne();
        var _ = answers(guesses.subList(4, 5));

        assertBanned("failed_logins");
    }

    @Test
    void guesses_of_webhooks_at_once_are_a_ban_and_the_connection_is_gone() throws Exception {
        assertSpeaksHttp2();
        List<String> answers = answers(IntStream.range(0, 3)
                .mapToObj(i -> post("/api/webhook/guess-" + i, ""))
                .toList());

        assertThat(answers).containsOnlyNulls();
        assertBanned("probes");
    }
}
