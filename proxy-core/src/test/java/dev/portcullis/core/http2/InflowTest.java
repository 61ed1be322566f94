package dev.portcullis.core.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Error;
import org.junit.jupiter.api.Test;

class InflowTest {

    private static final int ALL = 2 * StreamInput.WINDOW + 1024 * 1024;

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final Inflow inflow = new Inflow(new FrameWriter(channel.pipeline().firstContext()), 2);

    @Test
    void every_stream_may_fill_its_window_and_another_still_move() throws BrokenConnection {
        inflow.received(ALL);

        assertThat(inflow.held()).isEqualTo(ALL);
    }

    @Test
    void rfc_9113_6_9_1_more_data_than_the_connection_window_allows_ends_it() throws BrokenConnection {
        inflow.received(ALL);

        assertThatThrownBy(() -> inflow.received(1))
                .isInstanceOfSatisfying(
                        BrokenConnection.class,
                        broken -> assertThat(broken.error()).isEqualTo(Http2Error.FLOW_CONTROL_ERROR));
    }

    @Test
    void what_was_taken_may_be_sent_again() throws BrokenConnection {
        inflow.received(ALL);
        inflow.consumed(ALL);
        inflow.received(ALL);

        assertThat(inflow.taken()).isEqualTo(ALL);
        channel.flush();
        channel.finishAndReleaseAll();
    }
}
