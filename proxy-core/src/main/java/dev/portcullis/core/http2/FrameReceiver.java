package dev.portcullis.core.http2;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.LocalAnswer;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.Map;

/// What each frame means for the streams of its connection (RFC 9113 §5.1, §6).
final class FrameReceiver implements Http2FrameListener {

    private final Http2Connection lane;
    private final RequestFields fields;
    private final int mostStreams;
    private int streamWindow = Inflow.INITIAL_WINDOW;
    private boolean leaving;
    private boolean clientLeaves;

    /// @param mostStreams how many may be open at once (SETTINGS_MAX_CONCURRENT_STREAMS)
    FrameReceiver(Http2Connection lane, RequestFields fields, int mostStreams) {
        this.lane = lane;
        this.fields = fields;
        this.mostStreams = mostStreams;
    }

    /// No new stream is taken from here on.
    void leave() {
        leaving = true;
    }

    /// Whether the connection is of no more use once no stream is open.
    boolean leaving() {
        return leaving || clientLeaves;
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end)
            throws Http2Exception {
        int size = data.readableBytes() + padding;
        lane.inflow().received(size);
        if (!data.isReadable() && !end) {
            lane.guard().emptyData();
        }
        Http2Stream stream = lane.streams().get(id);
        if (stream != null) {
            if (stream.input().ended()) {
                throw broken(Http2Error.STREAM_CLOSED);
            }
            stream.data(data, padding, end);
        } else if (isForgotten(id)) {
            lane.inflow().consumed(size);
        }
        return size;
    }

    /// Whether frames on a stream that is not open are to be dropped, as the client could not yet know.
    private boolean isForgotten(int id) throws BrokenConnection {
        return switch (lane.streams().past(id)) {
            case IDLE, SKIPPED -> throw broken(Http2Error.PROTOCOL_ERROR);
            case ENDED -> throw broken(Http2Error.STREAM_CLOSED);
            case RESET -> true;
        };
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers block, int padding, boolean end)
            throws Http2Exception {
        Http2Stream stream = lane.streams().get(id);
        if (stream != null) {
            trailers(stream, block, end);
        } else if (lane.streams().past(id) == Streams.Past.IDLE) {
            open(id, block, end);
        } else {
            var _ = isForgotten(id);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int id,
            Http2Headers block,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end)
            throws Http2Exception {
        // Priorities are obsolete (§5.3.2), but nobody depends on himself.
        if (dependency == id) {
            throw broken(Http2Error.PROTOCOL_ERROR);
        }
        onHeadersRead(ctx, id, block, padding, end);
    }

    private void trailers(Http2Stream stream, Http2Headers block, boolean end) throws BrokenConnection {
        if (stream.input().ended()) {
            throw broken(Http2Error.STREAM_CLOSED);
        }
        HeadSpace space = lane.spaces().take();
        Fields trailers;
        try {
            if (!end) {
                throw new BadMessage(Refusal.HTTP2_FRAME);
            }
            trailers = fields.trailers(block, space);
        } catch (BadMessage bad) {
            lane.spaces().give(space);
            stream.refuse(bad.refusal());
            return;
        }
        stream.trailers(trailers, space);
    }

    private void open(int id, Http2Headers block, boolean end) throws BrokenConnection {
        lane.streams().begin(id);
        if (leaving || lane.streams().count() >= mostStreams) {
            lane.reset(id, Http2Error.REFUSED_STREAM);
            lane.guard().reset();
            return;
        }
        HeadSpace space = lane.spaces().take();
        RequestHead head;
        try {
            head = fields.head(block, end, space);
        } catch (BadMessage bad) {
            lane.spaces().give(space);
            malformed(id, block.path(), bad.refusal(), end);
            return;
        }
        Http2Stream stream = new Http2Stream(id, lane, head, space, end, streamWindow);
        lane.streams().add(stream);
        stream.begin();
    }

    /// A malformed request is reset (§8.1.1); what is only too much of something is told so where that is safe.
    private void malformed(int id, CharSequence path, Refusal refusal, boolean end) {
        boolean tooMuch = switch (refusal.status()) {
            case 414, 417, 431 -> true;
            default -> false;
        };
        LocalAnswer answer = LocalAnswer.of(refusal.status(), "text/plain; charset=utf-8", "", Map.of(), true);
        if (!tooMuch
                || path == null
                || !lane.start().mayBlameClient(path.toString())
                || !lane.writer().headers(id, AnswerFields.local(answer), true)) {
            lane.refuse(id, null, refusal, Http2Error.PROTOCOL_ERROR);
            return;
        }
        lane.start().refused(lane.client(), null, refusal, refusal.status());
        if (!end) {
            lane.reset(id, Http2Error.NO_ERROR);
        }
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long error) throws Http2Exception {
        Http2Stream stream = lane.streams().get(id);
        if (stream != null) {
            stream.gone();
            lane.over(stream);
            lane.guard().reset();
        } else if (lane.streams().past(id) == Streams.Past.IDLE) {
            throw broken(Http2Error.PROTOCOL_ERROR);
        }
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int id, int increment) throws Http2Exception {
        if (id == 0) {
            if (!lane.outflow().credit(increment)) {
                throw broken(Http2Error.FLOW_CONTROL_ERROR);
            }
            return;
        }
        Http2Stream stream = lane.streams().get(id);
        if (stream == null) {
            if (lane.streams().past(id) == Streams.Past.IDLE) {
                throw broken(Http2Error.PROTOCOL_ERROR);
            }
        } else if (stream.output().credit(increment)) {
            lane.outflow().enqueue(stream);
        } else {
            throw broken(Http2Error.FLOW_CONTROL_ERROR);
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        Integer window = settings.initialWindowSize();
        if (window != null) {
            int change = window - streamWindow;
            streamWindow = window;
            for (Http2Stream stream : lane.streams().all()) {
                if (!stream.output().credit(change)) {
                    throw broken(Http2Error.FLOW_CONTROL_ERROR);
                }
                lane.outflow().enqueue(stream);
            }
        }
        Long table = settings.headerTableSize();
        if (table != null) {
            lane.writer().limitTable(table);
        }
        Long list = settings.maxHeaderListSize();
        if (list != null) {
            lane.writer().limitList(list);
        }
        lane.writer().settingsAck();
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) {
        lane.writer().pingAck(data);
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int last, long error, ByteBuf debug) {
        clientLeaves = true;
        if (lane.streams().isEmpty()) {
            lane.idle().run();
        }
    }

    private static BrokenConnection broken(Http2Error error) {
        return new BrokenConnection(error, Refusal.HTTP2_FRAME);
    }

    // What says nothing to a server, or was judged by its header.

    @Override
    public void onPriorityRead(ChannelHandlerContext ctx, int id, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        if (dependency == id) {
            throw broken(Http2Error.PROTOCOL_ERROR);
        }
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) {}

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {}

    @Override
    public void onPushPromiseRead(ChannelHandlerContext ctx, int id, int promised, Http2Headers block, int padding) {}

    @Override
    public void onUnknownFrame(ChannelHandlerContext ctx, byte type, int id, Http2Flags flags, ByteBuf payload) {}
}
