package dev.portcullis.core.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;

/// Writes frames to one client (RFC 9113 §4.1), each as one buffer but for the bytes of DATA; HPACK is Netty's.
///
/// Nothing is flushed.
final class FrameWriter {

    /// What every client can take (§6.5.2, SETTINGS_MAX_FRAME_SIZE).
    static final int LARGEST_PAYLOAD = 16_384;

    private static final int HEADER = 9;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int SETTING = 6;
    private static final long LARGEST_TABLE = 4096;

    private final ChannelHandlerContext context;
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();

    FrameWriter(ChannelHandlerContext context) {
        this.context = context;
    }

    /// @param settings identifiers and values in turn
    void settings(int... settings) {
        ByteBuf frame = frame(settings.length / 2 * SETTING, Http2FrameTypes.SETTINGS, 0, 0);
        for (int i = 0; i < settings.length; i += 2) {
            frame.writeShort(settings[i]).writeInt(settings[i + 1]);
        }
        write(frame);
    }

    void settingsAck() {
        write(frame(0, Http2FrameTypes.SETTINGS, ACK, 0));
    }

    void pingAck(long data) {
        write(frame(Long.BYTES, Http2FrameTypes.PING, ACK, 0).writeLong(data));
    }

    /// @param last the last stream that was or will be taken care of
    void goAway(int last, Http2Error error) {
        write(frame(2 * Integer.BYTES, Http2FrameTypes.GO_AWAY, 0, 0)
                .writeInt(last)
                .writeInt((int) error.code()));
    }

    void reset(int stream, Http2Error error) {
        write(frame(Integer.BYTES, Http2FrameTypes.RST_STREAM, 0, stream).writeInt((int) error.code()));
    }

    /// @param stream 0 for the connection's window
    void windowUpdate(int stream, int increment) {
        write(frame(Integer.BYTES, Http2FrameTypes.WINDOW_UPDATE, 0, stream).writeInt(increment));
    }

    /// Writes HEADERS, and as many CONTINUATION as they need.
    ///
    /// @param end whether nothing follows them on this stream
    /// @return false if the client does not take that many (SETTINGS_MAX_HEADER_LIST_SIZE); nothing is written then
    boolean headers(int stream, Http2Headers headers, boolean end) {
        ByteBuf block = context.alloc().directBuffer(256);
        try {
            encoder.encodeHeaders(stream, headers, block);
            int flags = end ? END_STREAM : 0;
            byte type = Http2FrameTypes.HEADERS;
            do {
                int size = Math.min(block.readableBytes(), LARGEST_PAYLOAD);
                boolean last = size == block.readableBytes();
                write(frame(size, type, last ? flags | END_HEADERS : flags, stream)
                        .writeBytes(block, size));
                type = Http2FrameTypes.CONTINUATION;
                flags = 0;
            } while (block.isReadable());
            return true;
        } catch (Http2Exception _) {
            return false;
        } finally {
            block.release();
        }
    }

    /// @param data at most [#LARGEST_PAYLOAD] bytes; owned from here on
    void data(int stream, ByteBuf data, boolean end) {
        ByteBuf header = context.alloc().directBuffer(HEADER);
        write(start(header, data.readableBytes(), Http2FrameTypes.DATA, end ? END_STREAM : 0, stream));
        if (data.isReadable()) {
            write(data);
        } else {
            data.release();
        }
    }

    /// A short text of our own as bytes, for [#data].
    ByteBuf ascii(String text) {
        return ByteBufUtil.writeAscii(context.alloc(), text);
    }

    /// How much of what we send the client remembers (RFC 7541 §4.2); we need no more than is usual.
    void limitTable(long bytes) throws Http2Exception {
        encoder.maxHeaderTableSize(Math.min(bytes, LARGEST_TABLE));
    }

    /// How long a list of fields the client takes.
    void limitList(long bytes) throws Http2Exception {
        encoder.maxHeaderListSize(bytes);
    }

    void flush() {
        context.flush();
    }

    void close() {
        encoder.close();
    }

    private ByteBuf frame(int payload, byte type, int flags, int stream) {
        return start(context.alloc().directBuffer(HEADER + payload), payload, type, flags, stream);
    }

    private static ByteBuf start(ByteBuf to, int payload, byte type, int flags, int stream) {
        return to.writeMedium(payload).writeByte(type).writeByte(flags).writeInt(stream);
    }

    private void write(ByteBuf frame) {
        context.write(frame, context.voidPromise());
    }
}
