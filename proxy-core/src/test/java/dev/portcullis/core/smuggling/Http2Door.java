package dev.portcullis.core.smuggling;

import dev.portcullis.core.Http2Frame;
import dev.portcullis.core.Http2Wire;
import dev.portcullis.core.OneWayIn;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// The real proxy, over TLS: cases are frames of HTTP/2, the innocent speak HTTP/1.
final class Http2Door extends ProxyDoor {

    private static final int PATIENCE = 10_000;

    Http2Door(int upstream) {
        super(upstream);
    }

    /// Reads until the first stream ends; a reset or the connection's end is no answer.
    @Override
    public String play(Case played) throws IOException {
        StringBuilder received = new StringBuilder();
        try (Http2Wire wire = Http2Wire.over(proxy().plain(), OneWayIn.HOST).greet()) {
            wire.beneath().setSoTimeout(PATIENCE);
            wire.raw(played.octets().getBytes(StandardCharsets.ISO_8859_1));
            for (Http2Frame frame = wire.read(); frame != null; frame = wire.read()) {
                if (frame.stream() == 1) {
                    received.append(text(frame));
                    if (frame.endsStream() || frame.type() == Http2Frame.RST_STREAM) {
                        return received.toString();
                    }
                }
            }
        } catch (SocketTimeoutException _) {
            received.append("(neither more nor an end of it)");
        }
        return received.toString();
    }

    private static String text(Http2Frame frame) {
        if (frame.type() == Http2Frame.HEADERS) {
            return "HTTP/1.1 " + frame.field(":status") + " (HTTP/2)\r\n\r\n";
        }
        return frame.type() == Http2Frame.DATA ? new String(frame.data(), StandardCharsets.ISO_8859_1) : "";
    }
}
