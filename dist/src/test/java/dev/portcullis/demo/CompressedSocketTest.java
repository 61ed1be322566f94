package dev.portcullis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketClientCompressionHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompressedSocketTest {

    private static final String HANDSHAKE = Household.get(
            "/api/websocket",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");

    private HomeAssistantDouble house;

    @BeforeEach
    void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
    }

    @AfterEach
    void stop() {
        house.close();
    }

    @Test
    void compresses_its_messages_and_keeps_the_window_between_them() throws IOException {
        try (WireClient client = new WireClient(house.address())) {
            client.send(HANDSHAKE);
            WireClient.Reply head = client.head();
            assertThat(head.status()).isEqualTo(101);
            assertThat(head.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(head.header("Sec-WebSocket-Extensions")).isEqualTo("permessage-deflate");
            int required = frameLength(client, 0xc1);
            client.send(frame("{\"type\":\"auth\",\"access_token\":\"bad\"}"));
            int invalid = frameLength(client, 0xc1);
            assertThat(required).isLessThan("{\"type\":\"auth_required\",\"ha_version\":\"2026.11.0\"}".length() + 3);
            assertThat(invalid).isBetween(40, 60);
            assertThat(frameLength(client, 0x88)).isEqualTo(2);
            client.send(new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe8});
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void understands_frames_that_came_in_one_segment_with_the_handshake() throws IOException {
        try (WireClient client = new WireClient(house.address())) {
            byte[] handshake = HANDSHAKE
                    .replace("; client_max_window_bits", "; server_no_context_takeover")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] frame = frame("{\"type\":\"auth\",\"access_token\":\"bad\"}");
            byte[] both = Arrays.copyOf(handshake, handshake.length + frame.length);
            System.arraycopy(frame, 0, both, handshake.length, frame.length);
            client.send(both);
            assertThat(client.head().header("Sec-WebSocket-Extensions"))
                    .isEqualTo("permessage-deflate; server_no_context_takeover");
            frameLength(client, 0xc1);
            frameLength(client, 0xc1);
            assertThat(frameLength(client, 0x88)).isEqualTo(2);
        }
    }

    @Test
    void talks_with_a_client_that_compresses_too() throws Exception {
        LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            Channel channel = connect(loop, messages);
            assertThat(messages.poll(15, TimeUnit.SECONDS)).contains("auth_required");
            channel.writeAndFlush(new TextWebSocketFrame(
                            "{\"type\":\"auth\",\"access_token\":\"" + Household.login(house.address()) + "\"}"))
                    .sync();
            assertThat(messages.poll(15, TimeUnit.SECONDS)).contains("auth_ok");
            for (int id = 1; id <= 20; id++) {
                channel.writeAndFlush(new TextWebSocketFrame("{\"id\":" + id + ",\"type\":\"get_states\"}"))
                        .sync();
                assertThat(messages.poll(15, TimeUnit.SECONDS))
                        .startsWith("{\"id\":" + id + ",")
                        .contains("light.kitchen");
            }
            channel.writeAndFlush(new TextWebSocketFrame("{\"id\":21,\"type\":\"demo/large_result\"}"))
                    .sync();
            assertThat(messages.poll(15, TimeUnit.SECONDS)).hasSizeGreaterThanOrEqualTo(1 << 20);
            channel.close().sync();
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private Channel connect(EventLoopGroup loop, LinkedBlockingQueue<String> messages) throws InterruptedException {
        URI uri = URI.create("ws://127.0.0.1:" + house.port() + "/api/websocket");
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(8192),
                                        new WebSocketClientCompressionHandler(0),
                                        new WebSocketClientProtocolHandler(
                                                WebSocketClientHandshakerFactory.newHandshaker(
                                                        uri,
                                                        WebSocketVersion.V13,
                                                        null,
                                                        true,
                                                        EmptyHttpHeaders.INSTANCE,
                                                        4 << 20)),
                                        new SimpleChannelInboundHandler<TextWebSocketFrame>() {
                                            @Override
                                            protected void channelRead0(
                                                    ChannelHandlerContext ctx, TextWebSocketFrame frame) {
                                                messages.add(frame.text());
                                            }
                                        });
                    }
                })
                .connect(house.address())
                .sync()
                .channel();
    }

    /// Reads one short frame and returns the length of its payload.
    private static int frameLength(WireClient client, int firstByte) throws IOException {
        assertThat(client.body().read()).isEqualTo(firstByte);
        int length = client.body().read();
        assertThat(client.body().readNBytes(length)).hasSize(length);
        return length;
    }

    /// A masked, uncompressed text frame; the mask is zero.
    private static byte[] frame(String text) {
        byte[] frame = new byte[6 + text.length()];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | text.length());
        for (int i = 0; i < text.length(); i++) {
            frame[6 + i] = (byte) text.charAt(i);
        }
        return frame;
    }
}
