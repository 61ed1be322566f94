package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RelayTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: home.test\r\nConnection: close\r\n\r\n";

    @Test
    void relays_a_request_and_its_answer() throws IOException {
        try (Origin origin = Origin.saying("hello");
                TestProxy proxy = TestProxy.before(origin)) {
            String answer = proxy.exchange(GET);

            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhello");
            assertThat(origin.onlyHead()).startsWith("GET / HTTP/1.1\r\nHost: home.test\r\n");
        }
    }
}
