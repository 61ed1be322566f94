package dev.portcullis.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.acme.dns.WebDouble.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpCallsTest {

    private static final int MEBIBYTE = 1024 * 1024;

    private WebDouble web;

    @BeforeEach
    void begin() throws IOException {
        web = new WebDouble(_ -> Answer.of(404, ""));
    }

    @AfterEach
    void end() {
        web.close();
    }

    @Test
    void an_answer_of_one_mebibyte_is_read() throws Exception {
        web.next(Answer.of(200, "x".repeat(MEBIBYTE)));

        assertThat(send(WebDouble.PATIENT).body()).hasSize(MEBIBYTE);
    }

    @Test
    void an_answer_of_one_octet_more_is_refused() {
        web.next(Answer.of(200, "x".repeat(MEBIBYTE + 1)));

        assertThatThrownBy(() -> send(WebDouble.PATIENT)).hasMessage("an answer of more than 1 MiB");
    }

    @Test
    void an_answer_that_begins_and_never_ends_is_given_up() {
        web.next(WebDouble.UNFINISHED);

        assertThatThrownBy(() -> send(Duration.ofSeconds(1))).hasMessage("no whole answer within 1 s");
    }

    @Test
    void an_answer_without_a_body_is_an_answer() throws Exception {
        assertThat(send(WebDouble.PATIENT))
                .extracting(HttpReply::status, HttpReply::body)
                .containsExactly(404, "");
    }

    @Test
    void something_else_where_tls_is_wanted_is_told() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket client = server.accept()) {
                    // A handshake record: an answer that comes before it may go unread.
                    assertThat(client.getInputStream().read()).isEqualTo(22);
                    client.getOutputStream().write("HTTP/1.1 400 no\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    client.shutdownOutput();
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException _) {
                    // The client has seen enough.
                }
            });
            URI https = URI.create("https://127.0.0.1:" + server.getLocalPort());

            assertThatThrownBy(() -> new HttpCalls(WebDouble.PATIENT)
                            .send(HttpRequest.newBuilder(https).build()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the TLS handshake failed");
        }
    }

    @Test
    void a_host_that_does_not_exist_is_told() {
        URI nowhere = URI.create("http://nowhere.invalid/");

        assertThatThrownBy(() -> new HttpCalls(WebDouble.PATIENT)
                        .send(HttpRequest.newBuilder(nowhere).build()))
                .isInstanceOf(IOException.class)
                .hasMessage("the host name cannot be resolved");
    }

    private HttpReply send(Duration whole) throws IOException, InterruptedException {
        return new HttpCalls(whole).send(HttpRequest.newBuilder(web.base()).build());
    }
}
