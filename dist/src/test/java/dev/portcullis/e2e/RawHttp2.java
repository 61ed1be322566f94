package dev.portcullis.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The few bytes of HTTP/2 (RFC 9113) that a client needs who asks and then does nothing more.
final class RawHttp2 {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int CANCEL = 8;
    private static final int ACK = 1;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int INITIAL_WINDOW_SIZE = 4;

    private RawHttp2() {}

    /// The preface, SETTINGS and so many requests for one path.
    ///
    /// @param window of each stream in bytes
    static byte[] opening(int window, String host, String token, String path, int requests) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PREFACE);
        out.writeBytes(frame(SETTINGS, 0, 0, new byte[] {
            0, INITIAL_WINDOW_SIZE, (byte) (window >> 24), (byte) (window >> 16), (byte) (window >> 8), (byte) window
        }));
        for (int i = 0; i < requests; i++) {
            out.writeBytes(frame(HEADERS, END_STREAM_AND_HEADERS, 2 * i + 1, block(host, token, path)));
        }
        return out.toByteArray();
    }

    /// So many PINGs behind the opening.
    static byte[] pings(String host, String token, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(opening(65_535, host, token, "/", 0));
        for (int i = 0; i < times; i++) {
            out.writeBytes(frame(PING, 0, 0, new byte[8]));
        }
        return out.toByteArray();
    }

    /// So many requests behind the opening, each of which is taken back at once (CVE-2023-44487).
    static byte[] resets(String host, String token, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(opening(65_535, host, token, "/", 0));
        for (int i = 0; i < times; i++) {
            out.writeBytes(frame(HEADERS, END_STREAM_AND_HEADERS, 2 * i + 1, block(host, token, "/")));
            out.writeBytes(frame(RST_STREAM, 0, 2 * i + 1, new byte[] {0, 0, 0, CANCEL}));
        }
        return out.toByteArray();
    }

    /// What a server's SETTINGS are answered with.
    static byte[] acknowledged() {
        return frame(SETTINGS, ACK, 0, new byte[0]);
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = payload.length;
        out.writeBytes(
                new byte[] {(byte) (length >> 16), (byte) (length >> 8), (byte) length, (byte) type, (byte) flags});
        out.writeBytes(new byte[] {(byte) (stream >> 24), (byte) (stream >> 16), (byte) (stream >> 8), (byte) stream});
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static byte[] block(String host, String token, String path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        field(out, ":method", "GET");
        field(out, ":scheme", "https");
        field(out, ":authority", host);
        field(out, ":path", path);
        field(out, "authorization", "Bearer " + token);
        return out.toByteArray();
    }

    /// A literal without indexing, its name spelt out (RFC 7541 §6.2.2).
    private static void field(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        string(out, name);
        string(out, value);
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        if (octets.length < 127) {
            out.write(octets.length);
        } else {
            out.write(127);
            int rest = octets.length - 127;
            for (; rest >= 128; rest >>= 7) {
                out.write((rest & 127) | 128);
            }
            out.write(rest);
        }
        out.writeBytes(octets);
    }
}
