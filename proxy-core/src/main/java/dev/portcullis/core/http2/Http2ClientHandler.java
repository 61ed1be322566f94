package dev.portcullis.core.http2;

import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.http.Backlog;
import dev.portcullis.core.http.ClientTimeouts;
import dev.portcullis.core.http.Deadline;
import dev.portcullis.core.http.Drainable;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.ExchangeStart;
import dev.portcullis.core.http.Octets;
import dev.portcullis.core.http.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// HTTP/2 on one client connection: bytes to whole frames, each judged before it is read, and the connection's end
/// (RFC 9113).
///
/// Any mistake in a frame ends the connection (§5.4.1), also where the RFC would let us reset a stream only.
///
/// *Reads* the decrypted bytes. *Passes on* an exchange for each stream to [ExchangeStart]. *Refuses with* the
/// framing refusals, each followed by the end of the stream or of the connection.
public final class Http2ClientHandler extends ByteToMessageDecoder implements Drainable, Backlog.Holder {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");
    private static final byte[] PREFACE = Octets.of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    private static final int HEADER = 9;

    /// A block that is somewhat too large is read to its end and answered, as over HTTP/1; a larger one is a flood.
    private static final int BLOCK_ROOM = 2;

    /// For the client to read why, before bytes of its own that nobody read turn the end into a reset.
    private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(500);

    private final ClientConnection client;
    private final ExchangeStart start;
    private final ClientTimeouts timeouts;
    private final Limits limits;
    private final HeadSpaces spaces;
    private final RequestFields fields;
    private final Backlog backlog;
    private final DefaultHttp2FrameReader reader;

    private @Nullable ChannelHandlerContext context;
    private @Nullable Http2Connection lane;
    private @Nullable FrameReceiver receiver;
    private @Nullable Deadline due;
    private @Nullable Deadline headDue;
    private @Nullable Deadline stalled;
    private int prefaceRead;
    private int frameType;
    private int lastTaken = Integer.MAX_VALUE;
    private boolean judged;
    private boolean ended;

    public Http2ClientHandler(
            ClientConnection client,
            ExchangeStart start,
            ClientTimeouts timeouts,
            Limits limits,
            HeadSpaces spaces,
            RequestFields fields,
            Backlog backlog) {
        this.backlog = backlog;
        this.client = client;
        this.start = start;
        this.timeouts = timeouts;
        this.limits = limits;
        this.spaces = spaces;
        this.fields = fields;
        this.reader = new DefaultHttp2FrameReader(new HeaderBlocks(limits));
    }

    // What the channel says.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        EventLoop loop = ctx.channel().eventLoop();
        due = new Deadline(loop, this::idleTooLong);
        headDue = new Deadline(loop, () -> fail(Http2Error.ENHANCE_YOUR_CALM, Refusal.REQUEST_HEAD_TIME));
        stalled = new Deadline(loop, this::giveUp);
        FrameWriter writer = new FrameWriter(ctx);
        FrameGuard guard =
                new FrameGuard(() -> loop.ticker().nanoTime(), BLOCK_ROOM * limits.headerBytes(), limits.streams());
        Inflow inflow = new Inflow(writer, limits.streams());
        Outflow outflow = new Outflow(() -> ctx.channel().isWritable(), guard);
        lane = new Http2Connection(
                client,
                start,
                timeouts,
                loop,
                writer,
                guard,
                inflow,
                outflow,
                new Share(backlog, this, ctx.channel(), inflow, outflow),
                new Streams(),
                spaces,
                broken -> fail(broken.error(), broken.refusal()),
                this::noStreams);
        receiver = new FrameReceiver(lane(), fields, limits.streams());
        writer.settings(
                Http2CodecUtil.SETTINGS_MAX_CONCURRENT_STREAMS,
                limits.streams(),
                Http2CodecUtil.SETTINGS_INITIAL_WINDOW_SIZE,
                StreamInput.WINDOW,
                Http2CodecUtil.SETTINGS_MAX_HEADER_LIST_SIZE,
                limits.headerBytes(),
                Http2CodecUtil.SETTINGS_ENABLE_CONNECT_PROTOCOL,
                1);
        lane().inflow().open();
        writer.flush();
        due().in(timeouts.requestHead());
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        try {
            if (!ended && prefaced(in)) {
                frames(ctx, in);
            }
        } catch (BrokenConnection broken) {
            fail(broken.error(), broken.refusal());
        } catch (Http2Exception bad) {
            // Netty, too, counts small CONTINUATIONs (CVE-2026-33871).
            boolean flood = bad.error() == Http2Error.ENHANCE_YOUR_CALM;
            fail(bad.error(), flood ? Refusal.HTTP2_FLOOD : Refusal.HTTP2_FRAME);
        }
        if (ended) {
            in.skipBytes(in.readableBytes());
        }
    }

    private boolean prefaced(ByteBuf in) throws BrokenConnection {
        while (prefaceRead < PREFACE.length && in.isReadable()) {
            if (in.readByte() != PREFACE[prefaceRead++]) {
                throw new BrokenConnection(Http2Error.PROTOCOL_ERROR, Refusal.HTTP2_FRAME);
            }
            if (prefaceRead == PREFACE.length) {
                due().in(timeouts.requestIdle());
            }
        }
        return prefaceRead == PREFACE.length;
    }

    private void frames(ChannelHandlerContext ctx, ByteBuf in) throws Http2Exception {
        while (!ended && in.readableBytes() >= HEADER) {
            int at = in.readerIndex();
            int length = in.getUnsignedMedium(at);
            if (!judged) {
                frameType = in.getUnsignedByte(at + 3);
                int flags = in.getUnsignedByte(at + 4);
                int stream = in.getInt(at + 5) & Integer.MAX_VALUE;
                lane().guard().frame(length, frameType, flags, stream);
                judged = true;
            }
            if (in.readableBytes() < HEADER + length) {
                break;
            }
            judged = false;
            reader.readFrame(ctx, in.readSlice(HEADER + length), receiver());
        }
        timeHead();
    }

    /// A head is not waited for forever, whatever else comes meanwhile.
    private void timeHead() {
        boolean partOfHead =
                judged && (frameType == Http2FrameTypes.HEADERS || frameType == Http2FrameTypes.CONTINUATION);
        if (!partOfHead && !lane().guard().withinHeaders()) {
            headDue().clear();
        } else if (!headDue().isSet()) {
            headDue().in(timeouts.requestHead());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!ended) {
            lane().streams().readComplete();
            lane().flush();
        }
        // Not super's, which would have more read even of a client that is not to be read.
        discardSomeReadBytes();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        boolean writable = ctx.channel().isWritable();
        // Whoever does not read our answers has no more of its frames read, which ask for more of them.
        ctx.channel().config().setAutoRead(writable || ended);
        lane().share().count();
        if (!writable) {
            stalled().in(timeouts.idle());
        } else if (!ended) {
            stalled().clear();
            lane().flush();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) {
            // Without its frames there is no window, and no way to go on.
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        ended = true;
        super.channelInactive(ctx);
        due().cancel();
        headDue().cancel();
        stalled().cancel();
        lane().streams().all().forEach(Http2Stream::gone);
        lane().share().end();
        reader.close();
        lane().writer().close();
    }

    @Override
    public void giveUp() {
        fail(Http2Error.ENHANCE_YOUR_CALM, Refusal.CLIENT_STALLED);
        if (!context().channel().isWritable()) {
            reset();
        }
    }

    /// Lets go at once of what waits for a client that does not read, which TLS beneath us would keep for a while.
    private void reset() {
        if (context().channel().isOpen()) {
            context().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        context().pipeline().firstContext().close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset, or TLS gone wrong: there is nobody to tell. What is left is a mistake of ours.
        Throwable mistake = cause instanceof DecoderException ? cause.getCause() : cause;
        if (mistake instanceof RuntimeException || mistake instanceof Error) {
            LOG.warn("HTTP/2: {} (expected: no such thing). The connection is closed.", mistake.toString(), mistake);
        }
        ctx.close();
    }

    // Ends.

    private void noStreams() {
        if (ended) {
            return;
        }
        if (receiver().leaving()) {
            end(Http2Error.NO_ERROR);
        } else {
            due().in(timeouts.requestIdle());
        }
    }

    private void idleTooLong() {
        if (ended) {
            context().close();
        } else if (lane().streams().isEmpty()) {
            end(Http2Error.NO_ERROR);
        }
    }

    @Override
    public void stop() {
        if (ended) {
            return;
        }
        receiver().leave();
        if (lane().streams().isEmpty()) {
            end(Http2Error.NO_ERROR);
            return;
        }
        goAway(Http2Error.NO_ERROR);
        lane().writer().flush();
        lane().streams().all().forEach(Http2Stream::stopping);
    }

    @Override
    public void review(Predicate<Exchange> refused) {
        if (!ended) {
            lane().streams().all().forEach(stream -> stream.review(refused));
        }
    }

    /// Over something that the client did.
    private void fail(Http2Error error, Refusal refusal) {
        if (!ended) {
            start.refused(client, null, refusal, 0);
            end(error);
        }
    }

    /// What was said once is never more later (§6.8): those in between were refused.
    private void goAway(Http2Error error) {
        lastTaken = Math.min(lastTaken, lane().streams().last());
        lane().writer().goAway(lastTaken, error);
    }

    private void end(Http2Error error) {
        ended = true;
        headDue().clear();
        goAway(error);
        lane().streams().all().forEach(Http2Stream::gone);
        context().channel().config().setAutoRead(true);
        if (error == Http2Error.NO_ERROR) {
            due().in(timeouts.requestIdle());
            context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> due().in(LINGER));
        } else {
            context().flush();
            due().in(LINGER);
        }
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    private Http2Connection lane() {
        return Objects.requireNonNull(lane);
    }

    private FrameReceiver receiver() {
        return Objects.requireNonNull(receiver);
    }

    private Deadline due() {
        return Objects.requireNonNull(due);
    }

    private Deadline headDue() {
        return Objects.requireNonNull(headDue);
    }

    private Deadline stalled() {
        return Objects.requireNonNull(stalled);
    }
}
