package dev.portcullis.core.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.Http2Bytes;
import dev.portcullis.core.Http2Frame;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Windows and sockets that are shut, and what becomes of streams meanwhile.
class StreamEndsTest extends Http2OnAClock {

    private static final int CONNECTION_WINDOW = 1024 * 1024;

    @Test
    void what_waits_for_a_client_that_is_given_up_is_let_go_at_once() {
        begin();
        channel.pipeline().addFirst(closingLater());
        send(request(1, true, "GET"));
        socketFull(true);
        handler.giveUp();
        channel.runPendingTasks();

        assertThat(refusals).containsExactly(Refusal.CLIENT_STALLED);
        assertThat(channel.isOpen()).isFalse();
    }

    /// As TLS does while its closure alert waits behind bytes that are not taken.
    private static ChannelOutboundHandlerAdapter closingLater() {
        return new ChannelOutboundHandlerAdapter() {
            @Override
            public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
                // It does not come to that.
            }
        };
    }

    @Test
    void a_client_whose_socket_is_full_is_not_read() {
        int[] reads = {0};
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void read(ChannelHandlerContext ctx) {
                reads[0]++;
                ctx.read();
            }
        });
        begin();
        socketFull(true);
        reads[0] = 0;
        send(request(1, true, "GET"));
        assertThat(exchanges).hasSize(1);
        assertThat(reads[0]).isZero();
        socketFull(false);
        assertThat(reads[0]).isEqualTo(1);
    }

    @Test
    void an_answer_into_a_window_that_was_shut_before_has_its_time() {
        begin(Http2Frame.INITIAL_WINDOW_SIZE, 0);
        send(request(1, true, "GET"));
        client(0).head(answer(200), null);
        client(0).data(bytes(100));
        client(0).flush();
        pass(599);
        assertThat(refusals).isEmpty();
        pass(2);
        assertThat(refusals).containsExactly(Refusal.CLIENT_STALLED);
        assertThat(sinks.getFirst().told).containsExactly("gone");
        assertThat(written(Http2Frame.RST_STREAM))
                .extracting(Http2Frame::stream)
                .containsExactly(1);
    }

    @Test
    void a_complete_answer_into_a_window_that_was_shut_before_has_its_time() {
        begin(Http2Frame.INITIAL_WINDOW_SIZE, 0);
        send(request(1, true, "GET"));
        client(0).head(answer(200), null);
        client(0).data(bytes(100));
        client(0).end(Fields.NONE);
        pass(601);
        assertThat(refusals).containsExactly(Refusal.CLIENT_STALLED);
        assertThat(written(Http2Frame.RST_STREAM)).hasSize(1);
    }

    @Test
    void a_stream_that_was_reset_while_it_waited_stalls_nobody() {
        begin();
        send(request(1, true, "GET"));
        client(0).head(answer(200), null);
        socketFull(true);
        client(0).data(bytes(100));
        client(0).flush();
        send(reset(1));
        pass(500);
        socketFull(false);
        pass(500);
        assertThat(refusals).isEmpty();
    }

    @Test
    void bodies_that_are_not_as_long_as_they_said_use_up_no_window() {
        begin();
        int given = 0;
        for (int i = 0; i < 64; i++) {
            int stream = 2 * i + 1;
            send(request(stream, false, "POST", "content-length", "7"), data(stream, false, 16_384));
            given += written().stream()
                    .filter(frame -> frame.type() == Http2Frame.WINDOW_UPDATE && frame.stream() == 0)
                    .mapToInt(Http2Frame::increment)
                    .sum();
        }
        assertThat(refusals).hasSize(64).containsOnly(Refusal.CONTENT_LENGTH);
        assertThat(given).isEqualTo(CONNECTION_WINDOW);
    }

    @Test
    void the_room_that_a_stream_took_is_given_back_on_no_stream_that_is_over() {
        begin();
        send(request(1, false, "POST"));
        client(0).reading(false);
        for (int i = 0; i < 8; i++) {
            send(data(1, false, 16_384));
        }
        exchanges.getFirst().sink(new SinkRecorder() {
            @Override
            public void data(ByteBuf data) {
                data.release();
                client(0).abort();
            }
        });
        client(0).reading(true);
        assertThat(written()).extracting(Http2Frame::type).containsExactly(Http2Frame.RST_STREAM);
    }

    @Test
    void the_last_bytes_of_a_tunnel_wait_for_a_slow_client() {
        begin(Http2Frame.INITIAL_WINDOW_SIZE, 10);
        send(tunnel(1));
        client(0).tunnel(answer(101));
        client(0).reading(true);
        client(0).data(bytes(15));
        client(0).endTunnel();
        pass(30);
        send(window(1, 5));
        List<Http2Frame> data = written(Http2Frame.DATA);
        assertThat(data).extracting(frame -> frame.data().length).containsExactly(10, 5);
        assertThat(data.getLast().endsStream()).isTrue();
        pass(1);
        assertThat(written(Http2Frame.RST_STREAM)).isEmpty();
        pass(2);
        assertThat(written(Http2Frame.RST_STREAM)).hasSize(1);
        assertThat(tunnels).isZero();
    }

    @Test
    void goaway_never_takes_back_what_it_said() {
        begin();
        send(request(1, false, "GET"));
        handler.stop();
        send(request(3, true, "GET"));
        send(reset(1));
        assertThat(written(Http2Frame.GOAWAY))
                .extracting(Http2Frame::lastStream)
                .containsExactly(1, 1);
    }

    @Test
    void what_follows_a_broken_preface_does_not_prolong_the_connection() {
        channel.freezeTime();
        channel.pipeline().addLast(handler);
        send(Http2Bytes.frame(Http2Frame.SETTINGS, 0, 0));
        send("RI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        pass(2);
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void an_ordinary_answer_opens_no_tunnel() {
        begin();
        send(tunnel(1));
        client(0).head(answer(200), null);
        client(0).data(bytes(100));
        client(0).end(Fields.NONE);
        List<Http2Frame> frames = written();
        assertThat(frames.getFirst().type()).isEqualTo(Http2Frame.HEADERS);
        assertThat(status(frames.getFirst())).isEqualTo("502");
        assertThat(sinks.getFirst().told).containsExactly("gone");
        assertThat(tunnels).isZero();
    }

    private static String status(Http2Frame frame) {
        try {
            var decoder = new DefaultHttp2HeadersDecoder(false, 8192);
            return decoder.decodeHeaders(1, Unpooled.wrappedBuffer(frame.payload()))
                    .status()
                    .toString();
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
    }
}
