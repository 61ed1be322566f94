package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamAnswerTest {

    /// The first request gets the text, every later one is told "clean".
    private static Origin poisonedOnce(String text) throws IOException {
        AtomicInteger requests = new AtomicInteger();
        return Origin.answering((head, wire) -> {
            if (requests.getAndIncrement() == 0) {
                wire.write(text);
            } else {
                wire.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nclean");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 200 OK\r\nContent-Length: 4, 4\r\n\r\nevil",
                "HTTP/1.1 200 OK\r\nContent-Length: +4\r\n\r\nevil",
                "HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\nevil",
                "HTTP/1.1 200 OK\r\nContent-Length: 0x4\r\n\r\nevil",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nevil",
                "HTTP/1.1 20 OK\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 2000 OK\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 099 OK\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 600 OK\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1  200 OK\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/2.0 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                "http/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                "ICY 200 OK\r\n\r\nevil",
                "evil\r\n\r\n",
                "HTTP/1.1 200 O\rK\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 200 OK\r\nX-A: b\rSet-Cookie: evil\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 200 OK\r\nX-A: b\nSet-Cookie: evil\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 200 OK\r\nX-A: b\r\n folded\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 200 OK\r\nX-A : b\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 200 OK\r\nX-A: \0\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: evil\r\n\r\nevil"
            })
    void an_answer_that_is_none_becomes_502_and_leaves_nothing_behind(String text) throws IOException {
        try (Origin origin = poisonedOnce(text);
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("GET /first"));
            String first = wire.readAnswer();
            wire.write(Requests.keeping("GET /second"));
            String second = wire.readAnswer();

            assertThat(first).startsWith("HTTP/1.1 502 ").doesNotContain("evil");
            assertThat(second).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nclean");
            assertThat(origin.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngoodevil",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngoodHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngood\r\n0\r\n\r\nevil",
                "HTTP/1.1 204 No Content\r\n\r\nevil",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nevil"
            })
    void what_follows_an_answer_reaches_nobody(String text) throws IOException {
        try (Origin origin = poisonedOnce(text);
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("GET /first"));
            String head = wire.readHead();
            String first = head + (head.contains("304") ? "" : wire.readBody(head));
            wire.write(Requests.keeping("GET /second"));
            String second = wire.readAnswer();

            assertThat(first).doesNotContain("evil").contains(text.substring(9, 12));
            assertThat(second).endsWith("\r\n\r\nclean");
            assertThat(origin.connections()).isEqualTo(2);
        }
    }

    @Test
    void early_hints_come_before_the_answer_they_belong_to() throws IOException {
        try (Origin origin =
                        poisonedOnce("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                                + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood");
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("GET /first"));

            assertThat(wire.readHead()).startsWith("HTTP/1.1 103 ").contains("Link: </a.css>");
            assertThat(wire.readHead()).startsWith("HTTP/1.1 102 ");
            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("good");
            wire.write(Requests.keeping("GET /second"));
            assertThat(wire.readAnswer()).endsWith("clean");
            assertThat(origin.connections()).isOne();
        }
    }

    @Test
    void endless_informational_heads_are_no_answer() throws IOException {
        try (Origin origin = poisonedOnce("HTTP/1.1 102 Processing\r\n\r\n".repeat(17)
                        + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                TestProxy proxy = TestProxy.before(origin)) {
            assertThat(proxy.get("/")).contains("HTTP/1.1 502 ").doesNotContain("evil");
        }
    }

    @Test
    void an_old_client_gets_no_informational_head() throws IOException {
        String hints = "HTTP/1.1 103 Early Hints\r\n\r\n";
        String answered = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngood\r\n0\r\n\r\n";
        try (Origin origin = poisonedOnce(hints + answered);
                TestProxy proxy = TestProxy.before(origin)) {
            String answer = proxy.exchange("GET / HTTP/1.0\r\nHost: home.test\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain("103").endsWith("\r\n\r\ngood");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n0\r\n"
            })
    void an_answer_cut_short_is_seen_to_be_cut_short(String text) throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(text);
                    wire.close();
                });
                TestProxy proxy = TestProxy.before(origin)) {
            String answer = proxy.get("/");

            assertThat(answer).contains("short");
            assertThat(answer.contains("Content-Length: 10") || !answer.contains("\r\n0\r\n"))
                    .isTrue();
        }
    }

    @Test
    void a_malformed_chunk_ends_the_answer_without_its_last_chunk() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n");
                    wire.in().read();
                    wire.write("xyz\r\n");
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("POST /api/x", "Content-Length: 2"));
            String head = wire.readHead();
            String chunk = wire.read(8);
            wire.write("x");

            assertThat(head + chunk + wire.readToEnd()).endsWith("\r\n\r\n5\r\nshort");
        }
    }

    @Test
    void an_answer_until_close_that_ends_in_a_reset_is_seen_to_be_cut_short() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\n\r\nshort");
                    wire.in().read();
                    wire.socket().setSoLinger(true, 0);
                    wire.close();
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("POST /api/x", "Content-Length: 2"));
            wire.write("x");

            assertThat(wire.readToEnd()).contains("short").doesNotContain("\r\n0\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_old_client_sees_that_its_answer_was_cut_short(boolean portable) throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n");
                    wire.in().read();
                    wire.close();
                });
                TestProxy proxy = TestProxy.before(origin, portable ? Settings::portable : UnaryOperator.identity());
                Wire wire = proxy.connect()) {
            wire.write("POST /api/x HTTP/1.0\r\nHost: home.test\r\nContent-Length: 2\r\n\r\n");
            String head = wire.readHead();
            String body = wire.read(5);
            wire.write("x");

            assertThat(head).startsWith("HTTP/1.1 200 ").doesNotContain("Content-Length", "chunked");
            assertThat(body).isEqualTo("short");
            assertThatThrownBy(wire::readToEnd).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void no_answer_at_all_becomes_503() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> wire.close());
                TestProxy proxy = TestProxy.before(origin)) {
            assertThat(proxy.get("/")).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
        }
    }
}
