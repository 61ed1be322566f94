package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.ban.BanSnapshot;
import dev.portcullis.rules.limit.LimitPolicy;
import dev.portcullis.rules.limit.RateLimits;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.signal.BodyReader;
import dev.portcullis.rules.signal.ConnectionNotes;
import dev.portcullis.rules.signal.ExchangeReader;
import dev.portcullis.rules.signal.MessageReader;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.RequestView;
import dev.portcullis.rules.signal.SignalReader;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever goes wrong in what looks on, what passes is not harmed.
class BrokenReaderTest {

    enum Where {
        EXCHANGE,
        REQUEST_BODY,
        REQUEST_DATA,
        ANSWER_BODY,
        ANSWER_DATA,
        SOCKET,
        FROM_SERVER,
        FROM_CLIENT,
        DECIDED,
        ANSWERED,
        REFUSED,
        CONNECTION,
        OBSERVE
    }

    private static Origin echo() throws IOException {
        return Origin.answering((head, wire) -> {
            if (head.contains("Upgrade: websocket")) {
                wire.write(Requests.switching());
                wire.in().transferTo(wire.out());
                wire.close();
            } else {
                wire.readBody(head);
                wire.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_reader_that_throws_harms_no_request_and_no_tunnel(Where where) throws IOException {
        Broken broken = new Broken(where);
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(origin, s -> s.protection(broken))) {
            try (Wire wire = proxy.connect()) {
                wire.write(Requests.keeping("POST /", "Content-Length: 4") + "body");
                assertThat(wire.readAnswer()).endsWith("ok");
                wire.write(Requests.keeping("POST /", "Content-Length: 4") + "more");
                assertThat(wire.readAnswer()).endsWith("ok");
            }
            try (Wire wire = proxy.connect()) {
                wire.write(Requests.webSocket("/api/websocket"));
                assertThat(wire.readHead()).startsWith("HTTP/1.1 101 ");
                wire.write("\u0081\u0002hi");
                assertThat(wire.read(4)).isEqualTo("\u0081\u0002hi");
                wire.write("\u0081\u0002ho");
                assertThat(wire.read(4)).isEqualTo("\u0081\u0002ho");
            }
            assertThat(proxy.get("/a/..%2fb")).startsWith("HTTP/1.1 400 ");
            assertThat(proxy.exchange("GET / HTTP/1.1\r\nHost home.test\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ");
            Eventually.equal(0, () -> proxy.server().status().connections());
            assertThat(broken.thrown.get()).isPositive();
        }
    }

    /// Throws wherever it is asked what the test says, an error that nobody thinks of.
    private static final class Broken implements Protection, SignalReader, ExchangeReader, MessageReader {

        private final Where where;
        private final AtomicInteger thrown = new AtomicInteger();
        private final RateLimits limits = new RateLimits(LimitPolicy.DEFAULT);

        Broken(Where where) {
            this.where = where;
        }

        private void at(Where here) {
            if (here == where) {
                thrown.incrementAndGet();
                throw new StackOverflowError("broken on purpose at " + here);
            }
        }

        @Override
        public BanSnapshot bans() {
            return BanSnapshot.NONE;
        }

        @Override
        public RateLimits limits() {
            return limits;
        }

        @Override
        public SignalReader signals() {
            return this;
        }

        @Override
        public void turnedAway(Address client) {}

        @Override
        public void observe(Observation observation) {
            at(Where.OBSERVE);
        }

        @Override
        public ExchangeReader exchange(RequestView request, ConnectionNotes notes) {
            at(Where.EXCHANGE);
            return this;
        }

        @Override
        public Observation connection(Instant at, Address client, Zone zone, String refusal) {
            at(Where.CONNECTION);
            return new RecordingProtection().connection(at, client, zone, refusal);
        }

        @Override
        public BodyReader requestBody() {
            at(Where.REQUEST_BODY);
            return (octets, from, to) -> {
                at(Where.REQUEST_DATA);
                return true;
            };
        }

        @Override
        public BodyReader answerBody(int status) {
            at(Where.ANSWER_BODY);
            return (octets, from, to) -> {
                at(Where.ANSWER_DATA);
                return true;
            };
        }

        @Override
        public MessageReader socket() {
            at(Where.SOCKET);
            return this;
        }

        @Override
        public boolean fromServer(byte[] octets, int from, int to) {
            at(Where.FROM_SERVER);
            return true;
        }

        @Override
        public boolean fromClient(byte[] octets, int from, int to) {
            at(Where.FROM_CLIENT);
            return true;
        }

        @Override
        public boolean decided() {
            at(Where.DECIDED);
            return false;
        }

        @Override
        public Observation answered(Instant at, int status, boolean restarting) {
            at(Where.ANSWERED);
            return connection(at, Address.parse("127.0.0.1").orElseThrow(), Zone.INTERNET, "");
        }

        @Override
        public Observation refused(Instant at, int status, String refusal, String detail) {
            at(Where.REFUSED);
            return answered(at, status, false);
        }
    }
}
