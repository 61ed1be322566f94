package dev.portcullis.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ProxyEvents;
import dev.portcullis.core.tally.SiteTally;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UpstreamConnectorTest {

    private static String connect(List<InetSocketAddress> addresses) throws Exception {
        try (MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())) {
            EventLoop loop = group.next();
            CompletableFuture<String> outcome = new CompletableFuture<>();
            UpstreamConnector connector = new UpstreamConnector(
                    UpstreamAddresses.of("home", addresses), "home", 1, null, NioSocketChannel.class, 5_000);
            UpstreamPool pool = new UpstreamPool(
                    loop,
                    connector,
                    new UpstreamHealth("home", ProxyEvents.NONE, InstantSource.system()),
                    new UpstreamPlaces(1, 1),
                    1_000_000_000L,
                    new SiteTally(System::nanoTime));
            loop.execute(() -> connector.connect(
                    loop,
                    () -> new UpstreamConnection(pool, 1_000_000_000L, 1_000_000_000L),
                    connected -> {
                        outcome.complete(connected.usable() ? "connected" : "unusable");
                        connected.close();
                    },
                    outcome::complete));
            return outcome.get(30, TimeUnit.SECONDS);
        }
    }

    private static InetSocketAddress refusing() throws Exception {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), gone.getLocalPort());
        }
    }

    @Test
    void the_next_address_is_tried_where_the_first_refuses() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress listening =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());

            assertThat(connect(List.of(refusing(), listening))).isEqualTo("connected");
        }
    }

    @Test
    void the_last_ones_trouble_is_told_when_all_refuse() throws Exception {
        assertThat(connect(List.of(refusing(), refusing()))).contains("refused");
    }
}
