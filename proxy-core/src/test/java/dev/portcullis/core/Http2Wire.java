package dev.portcullis.core;

import static dev.portcullis.core.Http2Frame.ACK;
import static dev.portcullis.core.Http2Frame.CONTINUATION;
import static dev.portcullis.core.Http2Frame.DATA;
import static dev.portcullis.core.Http2Frame.END_HEADERS;
import static dev.portcullis.core.Http2Frame.END_STREAM;
import static dev.portcullis.core.Http2Frame.GOAWAY;
import static dev.portcullis.core.Http2Frame.HEADERS;
import static dev.portcullis.core.Http2Frame.PADDED;
import static dev.portcullis.core.Http2Frame.PING;
import static dev.portcullis.core.Http2Frame.RST_STREAM;
import static dev.portcullis.core.Http2Frame.SETTINGS;
import static dev.portcullis.core.Http2Frame.WINDOW_UPDATE;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// One HTTP/2 connection to the proxy, in frames: it sends whatever it is told to, right or wrong.
///
/// One thread may write while another reads.
public final class Http2Wire implements AutoCloseable {

    /// What every client sends first (RFC 9113 §3.4).
    public static final byte[] PREFACE = octets("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    private final Socket beneath;
    private final SSLSocket secure;
    private final InputStream in;
    private final OutputStream out;
    private final Deque<Http2Frame> kept = new ArrayDeque<>();
    private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder(false, 16 * 1024 * 1024);
    private final SendWindows windows = new SendWindows();
    private Map<Integer, Integer> serverSettings = Map.of();

    private Http2Wire(SSLSocket secure, Socket beneath) throws IOException {
        this.beneath = beneath;
        this.secure = secure;
        this.in = new BufferedInputStream(secure.getInputStream(), 65_536);
        this.out = new BufferedOutputStream(secure.getOutputStream(), 65_536);
    }

    /// A connection on which both sides' settings have been exchanged.
    static Http2Wire connect(TestProxy proxy) throws IOException {
        return connect(proxy, TestProxy.HOST);
    }

    static Http2Wire connect(TestProxy proxy, String serverName) throws IOException {
        return over(proxy.plain(), serverName).greet();
    }

    /// TLS and nothing more.
    static Http2Wire connectRaw(TestProxy proxy) throws IOException {
        return over(proxy.plain(), TestProxy.HOST);
    }

    /// TLS over this connection, nothing more; [#greet] follows.
    public static Http2Wire over(Socket plain, String serverName) throws IOException {
        plain.setSoTimeout(30_000);
        plain.setTcpNoDelay(true);
        SSLSocket secure = TestTls.layered(TestTls.trusting(), plain, serverName);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        if (!"h2".equals(secure.getApplicationProtocol())) {
            throw new AssertionError("ALPN: \"" + secure.getApplicationProtocol() + "\" (expected: h2)");
        }
        return new Http2Wire(secure, plain);
    }

    /// Sends the preface and these settings, and waits until each side has seen the other's.
    ///
    /// @param settings identifiers and values in turn
    public Http2Wire greet(int... settings) throws IOException {
        put(PREFACE);
        frame(SETTINGS, 0, 0, Http2Bytes.settings(settings));
        Http2Frame first = read();
        if (first == null || first.type() != SETTINGS || first.has(ACK)) {
            throw new AssertionError(first + " (expected: the server's SETTINGS)");
        }
        serverSettings = first.settings();
        frame(SETTINGS, ACK, 0);
        settled();
        return this;
    }

    /// Waits for the acknowledgement of our settings.
    public void settled() throws IOException {
        List<Http2Frame> before = new ArrayList<>();
        for (Http2Frame frame = read(); ; frame = read()) {
            if (frame == null) {
                throw new AssertionError("end of the connection (expected: SETTINGS with ACK) after " + before);
            }
            if (frame.type() == SETTINGS && frame.has(ACK)) {
                break;
            }
            before.add(frame);
        }
        kept.addAll(before);
    }

    /// What the server said in its SETTINGS.
    public Map<Integer, Integer> serverSettings() {
        return serverSettings;
    }

    public Socket beneath() {
        return beneath;
    }

    /// Ends TLS and keeps the socket: what is sent from now on is lost (RFC 8446 §6.1).
    void goodbye() throws IOException {
        secure.shutdownOutput();
    }

    // ---- writing: an end of the connection shows where it is read, not here ----

    public void frame(int type, int flags, int stream, byte... payload) {
        put(Http2Bytes.frame(type, flags, stream, payload));
        flush();
    }

    public void raw(byte... octets) {
        put(octets);
        flush();
    }

    /// Writes without flushing.
    ///
    /// @return whether the connection still took it
    public boolean put(byte... octets) {
        try {
            out.write(octets);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public boolean flush() {
        try {
            out.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// HEADERS with these fields in literals; END_HEADERS is set.
    public void headers(int stream, int flags, String... namesAndValues) {
        frame(HEADERS, flags | END_HEADERS, stream, block(namesAndValues));
    }

    public void data(int stream, boolean end, byte... octets) {
        frame(DATA, end ? END_STREAM : 0, stream, octets);
    }

    public void data(int stream, boolean end, String text) {
        data(stream, end, octets(text));
    }

    /// A complete GET for the test's site.
    public void get(int stream, String path, String... more) {
        headers(stream, END_STREAM, request("GET", path, more));
    }

    /// The head of a POST; its body follows.
    public void post(int stream, String path, String... more) {
        headers(stream, 0, request("POST", path, more));
    }

    public void reset(int stream, int code) {
        frame(RST_STREAM, 0, stream, Http2Bytes.number(code));
    }

    /// Lets the server send so much more.
    ///
    /// @param stream 0 for the connection
    public void window(int stream, int increment) {
        frame(WINDOW_UPDATE, 0, stream, Http2Bytes.number(increment));
    }

    /// Sends a body as the server's windows allow, reading (and keeping) what comes meanwhile.
    public void upload(int stream, boolean end, byte[] body) throws IOException {
        int from = 0;
        while (from < body.length) {
            int size = Math.min(Math.min(body.length - from, 16_384), windows.room(stream));
            if (size > 0) {
                byte[] piece = new byte[size];
                System.arraycopy(body, from, piece, 0, size);
                from += size;
                windows.sent(stream, size);
                data(stream, end && from == body.length, piece);
            } else {
                kept.add(arrived());
            }
        }
    }

    /// How much the server's windows allow on that stream for now.
    public int room(int stream) {
        return windows.room(stream);
    }

    /// Sends a PING and keeps all that comes before its answer.
    public void pinged() throws IOException {
        frame(PING, 0, 0, new byte[8]);
        for (Http2Frame frame = arrived(); frame.type() != PING; frame = arrived()) {
            kept.add(frame);
        }
    }

    /// The pseudo-header fields of a request for the test's site, and more fields.
    public static String[] request(String method, String path, String... more) {
        List<String> fields = new ArrayList<>(
                List.of(":method", method, ":scheme", "https", ":authority", TestProxy.HOST, ":path", path));
        fields.addAll(List.of(more));
        return fields.toArray(String[]::new);
    }

    /// See [Http2Bytes#block].
    public static byte[] block(String... namesAndValues) {
        return Http2Bytes.block(namesAndValues);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    // ---- reading ----

    /// The next frame, kept ones first; null at the end of the connection.
    public Http2Frame read() throws IOException {
        Http2Frame first = kept.poll();
        return first == null ? fromWire() : first;
    }

    /// The next frame of that stream; those of others are kept.
    public Http2Frame next(int stream) throws IOException {
        for (Iterator<Http2Frame> each = kept.iterator(); each.hasNext(); ) {
            Http2Frame frame = each.next();
            if (frame.stream() == stream) {
                each.remove();
                return frame;
            }
        }
        for (Http2Frame frame = arrived(); ; frame = arrived()) {
            if (frame.stream() == stream) {
                return frame;
            }
            kept.add(frame);
        }
    }

    /// The next frame of that stream which is not a WINDOW_UPDATE; received DATA makes room for more on it.
    public Http2Frame message(int stream) throws IOException {
        Http2Frame frame = next(stream);
        while (frame.type() == WINDOW_UPDATE) {
            frame = next(stream);
        }
        if (frame.type() == DATA && frame.payload().limit() > 0 && !frame.endsStream()) {
            window(stream, frame.payload().limit());
        }
        return frame;
    }

    /// Everything that comes on that stream until it ends.
    public Http2Answer answer(int stream) throws IOException {
        List<Http2Frame> heads = new ArrayList<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Http2Frame frame;
        do {
            frame = message(stream);
            if (frame.type() == HEADERS) {
                heads.add(frame);
            } else if (frame.type() == DATA) {
                body.writeBytes(frame.data());
            }
        } while (!frame.endsStream());
        return Http2Answer.of(heads, body.toString(StandardCharsets.ISO_8859_1), frame);
    }

    /// Reads until the connection's end; the code of the last GOAWAY, or -1 if none came.
    public int goAway() throws IOException {
        int code = -1;
        for (Http2Frame frame = read(); frame != null; frame = read()) {
            if (frame.type() == GOAWAY) {
                code = frame.errorCode();
            }
        }
        return code;
    }

    /// Whether the connection ends, frames or not, within that time.
    public boolean closedWithin(int millis) throws IOException {
        beneath.setSoTimeout(millis);
        try {
            while (in.read() >= 0) {
                // Whatever comes.
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /// A frame from the wire; DATA makes room for more on the connection, whoever will read it.
    private Http2Frame arrived() throws IOException {
        Http2Frame frame = fromWire();
        if (frame == null) {
            throw new AssertionError("end of the connection (expected: more frames) after " + kept);
        }
        if (frame.type() == DATA && frame.payload().limit() > 0) {
            window(0, frame.payload().limit());
        }
        return frame;
    }

    private Http2Frame fromWire() throws IOException {
        Http2Frame frame = one();
        if (frame == null || frame.type() != HEADERS) {
            windows.see(frame);
            return frame;
        }
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(frame.data());
        int continuations = 0;
        boolean ended = frame.has(END_HEADERS);
        while (!ended) {
            Http2Frame more = one();
            if (more == null || more.type() != CONTINUATION || more.stream() != frame.stream()) {
                throw new AssertionError(more + " (expected: CONTINUATION of stream " + frame.stream() + ")");
            }
            block.writeBytes(more.payload().array());
            continuations++;
            ended = more.has(END_HEADERS);
        }
        byte[] whole = block.toByteArray();
        return new Http2Frame(
                HEADERS,
                (frame.flags() | END_HEADERS) & ~PADDED,
                frame.stream(),
                ByteBuffer.wrap(whole),
                decoded(frame.stream(), whole),
                continuations);
    }

    private Http2Frame one() throws IOException {
        byte[] header = in.readNBytes(9);
        if (header.length == 0) {
            return null;
        }
        if (header.length < 9) {
            throw new AssertionError("the connection ended within a frame's header");
        }
        ByteBuffer parts = ByteBuffer.wrap(header);
        int length = parts.getInt(0) >>> 8;
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new AssertionError("the connection ended within a frame");
        }
        return new Http2Frame(header[3], header[4] & 0xff, parts.getInt(5), ByteBuffer.wrap(payload), List.of(), 0);
    }

    private List<Map.Entry<String, String>> decoded(int stream, byte[] block) {
        try {
            Http2Headers fields = hpack.decodeHeaders(stream, Unpooled.wrappedBuffer(block));
            List<Map.Entry<String, String>> list = new ArrayList<>();
            fields.forEach(field -> list.add(
                    Map.entry(field.getKey().toString(), field.getValue().toString())));
            return List.copyOf(list);
        } catch (Http2Exception e) {
            throw new AssertionError("the server's header block cannot be read", e);
        }
    }

    @Override
    public void close() throws IOException {
        beneath.close();
    }
}
