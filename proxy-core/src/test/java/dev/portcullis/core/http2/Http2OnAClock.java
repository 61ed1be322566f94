package dev.portcullis.core.http2;

import dev.portcullis.core.Http2Bytes;
import dev.portcullis.core.Http2Frame;
import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.http.Backlog;
import dev.portcullis.core.http.ClientStream;
import dev.portcullis.core.http.ClientTimeouts;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.ExchangeStart;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import dev.portcullis.core.http.ResponseHead;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/// An HTTP/2 client connection whose clock stands still until the test moves it, and whose exchanges are answered
/// by the test.
abstract class Http2OnAClock implements ExchangeStart {

    static final ClientTimeouts TIMES = new ClientTimeouts(
            TimeUnit.SECONDS.toNanos(15),
            TimeUnit.SECONDS.toNanos(60),
            TimeUnit.SECONDS.toNanos(600),
            TimeUnit.SECONDS.toNanos(700),
            0);

    final List<Exchange> exchanges = new ArrayList<>();
    final List<SinkRecorder> sinks = new ArrayList<>();
    final List<Refusal> refusals = new ArrayList<>();
    int tunnels;

    final EmbeddedChannel channel = new EmbeddedChannel();
    final Http2ClientHandler handler = new Http2ClientHandler(
            new ClientConnection(new ClientIdentity(Address.parse("192.0.2.1").orElseThrow(), new Zone("internet"))),
            this,
            TIMES,
            Limits.DEFAULT,
            new HeadSpaces(),
            new RequestFields(Limits.DEFAULT, new Random(1)),
            new Backlog(Long.MAX_VALUE));

    /// @param settings identifiers and values in turn
    void begin(int... settings) {
        channel.freezeTime();
        channel.pipeline().addLast(handler);
        send(
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1),
                Http2Bytes.frame(Http2Frame.SETTINGS, 0, 0, Http2Bytes.settings(settings)));
        var _ = written();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    void send(byte[]... frames) {
        channel.writeInbound(Unpooled.copiedBuffer(frames));
        channel.runPendingTasks();
    }

    static byte[] headers(int stream, boolean end, String... namesAndValues) {
        int flags = Http2Frame.END_HEADERS | (end ? Http2Frame.END_STREAM : 0);
        return Http2Bytes.frame(Http2Frame.HEADERS, flags, stream, Http2Bytes.block(namesAndValues));
    }

    static byte[] request(int stream, boolean end, String method, String... more) {
        List<String> fields = new ArrayList<>(
                List.of(":method", method, ":scheme", "https", ":authority", "home.test", ":path", "/"));
        fields.addAll(List.of(more));
        return headers(stream, end, fields.toArray(String[]::new));
    }

    static byte[] tunnel(int stream) {
        return request(stream, false, "CONNECT", ":protocol", "websocket", "sec-websocket-version", "13");
    }

    static byte[] data(int stream, boolean end, int size) {
        return Http2Bytes.frame(Http2Frame.DATA, end ? Http2Frame.END_STREAM : 0, stream, new byte[size]);
    }

    static byte[] reset(int stream) {
        return Http2Bytes.frame(Http2Frame.RST_STREAM, 0, stream, Http2Bytes.number(Http2Frame.CANCEL));
    }

    static byte[] window(int stream, int increment) {
        return Http2Bytes.frame(Http2Frame.WINDOW_UPDATE, 0, stream, Http2Bytes.number(increment));
    }

    void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /// What is full until it is told otherwise.
    void socketFull(boolean full) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, !full);
        channel.runPendingTasks();
    }

    ClientStream client(int exchange) {
        return exchanges.get(exchange).client();
    }

    static ByteBuf bytes(int size) {
        return Unpooled.wrappedBuffer(new byte[size]);
    }

    static ResponseHead answer(int status) {
        return new ResponseHead(status, 0, 0, Fields.NONE, RequestHead.Body.CHUNKED, -1, true);
    }

    /// What the client has been sent since the last call, header blocks not decoded.
    List<Http2Frame> written() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.writeBytes(out);
            out.release();
        }
        List<Http2Frame> frames = new ArrayList<>();
        while (all.isReadable()) {
            int length = all.readUnsignedMedium();
            int type = all.readUnsignedByte();
            int flags = all.readUnsignedByte();
            int stream = all.readInt();
            byte[] payload = new byte[length];
            all.readBytes(payload);
            frames.add(new Http2Frame(type, flags, stream, ByteBuffer.wrap(payload), List.of(), 0));
        }
        return frames;
    }

    List<Http2Frame> written(int type) {
        return written().stream().filter(frame -> frame.type() == type).toList();
    }

    @Override
    public void begin(Exchange exchange) {
        SinkRecorder sink = new SinkRecorder();
        exchanges.add(exchange);
        sinks.add(sink);
        exchange.sink(sink);
    }

    @Override
    public boolean mayBlameClient(String target) {
        return true;
    }

    @Override
    public void refused(ClientConnection connection, Exchange exchange, Refusal refusal, int status) {
        refusals.add(refusal);
    }

    @Override
    public void tunnelOpened() {
        tunnels++;
    }

    @Override
    public void tunnelClosed() {
        tunnels--;
    }
}
