package dev.portcullis.core.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zones;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProxyProtocolGateTest {

    private static final String HEADER = "PROXY TCP4 192.168.1.5 198.51.100.1 56324 443\r\n";

    private final Zones zones = Zones.of(Map.of("lan", Zones.defaultLan()));
    private final ClientConnection connection = new ClientConnection(identity("203.0.113.9"));
    private final List<String> events = new ArrayList<>();
    private final EmbeddedChannel channel = channel();

    private EmbeddedChannel channel() {
        EmbeddedChannel embedded = new EmbeddedChannel();
        embedded.freezeTime();
        embedded.pipeline()
                .addLast(new ProxyProtocolGate(
                        connection, () -> zones, 10_000, () -> events.add("identified"), () -> events.add("refused")));
        return embedded;
    }

    private ClientIdentity identity(String address) {
        Address parsed = Address.parse(address).orElseThrow();
        return new ClientIdentity(parsed, zones.zoneOf(parsed));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void the_client_is_whom_the_header_names_and_the_rest_passes_on() {
        for (char c : (HEADER + "hello").toCharArray()) {
            send(String.valueOf(c));
        }
        assertThat(events).containsExactly("identified");
        assertThat(connection.identity()).isEqualTo(identity("192.168.1.5"));
        assertThat(connection.identity().zone().name()).isEqualTo("lan");
        assertThat(passed()).isEqualTo("hello");
        assertThat(channel.pipeline().get(ProxyProtocolGate.class)).isNull();
    }

    @Test
    void header_and_rest_may_come_at_once() {
        send(HEADER + "PROXY UNKNOWN\r\n");
        assertThat(events).containsExactly("identified");
        assertThat(passed()).isEqualTo("PROXY UNKNOWN\r\n");
    }

    @Test
    void a_sender_that_speaks_for_itself_stays_who_it_is() {
        send("PROXY UNKNOWN\r\n");
        assertThat(events).containsExactly("identified");
        assertThat(connection.identity()).isEqualTo(identity("203.0.113.9"));
    }

    @Test
    void anything_else_is_closed_without_an_answer_and_told_once() {
        send("GET / HTTP/1.1\r\n");
        assertThat(events).containsExactly("refused");
        assertThat(channel.isOpen()).isFalse();
        assertThat(passed()).isEmpty();
        assertThat(channel.outboundMessages()).isEmpty();
        channel.advanceTimeBy(10, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(events).containsExactly("refused");
    }

    @Test
    void a_header_that_does_not_come_in_time_is_closed() {
        send("PROXY TCP4");
        channel.advanceTimeBy(9_999, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(events).containsExactly("refused");
    }

    @Test
    void after_the_header_the_time_is_no_longer_limited_here() {
        send(HEADER);
        channel.advanceTimeBy(1, TimeUnit.HOURS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        assertThat(events).containsExactly("identified");
    }

    private void send(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
        channel.runPendingTasks();
    }

    private String passed() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf in = channel.readInbound(); in != null; in = channel.readInbound()) {
            text.append(in.toString(StandardCharsets.ISO_8859_1));
            in.release();
        }
        return text.toString();
    }
}
