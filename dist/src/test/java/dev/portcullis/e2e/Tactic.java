package dev.portcullis.e2e;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Ways to hold a connection for as long as one is let, and to give next to nothing for it.
enum Tactic {
    /// Connects and says nothing.
    SILENT(Phase.TCP, 0),
    /// The first half of a ClientHello.
    HALF_HELLO(Phase.TCP, 0),
    /// Nine bytes that announce a ClientHello of 16 MiB (CVE-2023-34462).
    HUGE_HELLO(Phase.TCP, 0),
    /// A handshake and nothing else.
    IDLE(Phase.HTTP1, 0),
    /// A head that grows by a byte a second and never ends.
    SLOW_HEAD(Phase.HTTP1, 'a'),
    /// A body of which a byte comes each second.
    SLOW_BODY(Phase.HTTP1, 'a'),
    /// Asks for a gigabyte and does not read it.
    SLOW_READ(Phase.HTTP1, 0),
    /// HTTP/2, and nothing is asked.
    IDLE_HTTP2(Phase.HTTP2, 0),
    /// HTTP/2, asks for gigabytes, and leaves every stream's window at 0 (RFC 9113 §6.9).
    SHUT_WINDOW(Phase.HTTP2, 0),
    /// HTTP/2, and thousands of PINGs.
    PINGS(Phase.HTTP2, 0),
    /// HTTP/2, and thousands of requests that are taken back at once.
    RESETS(Phase.HTTP2, 0);

    /// How far a connection comes before it stalls.
    enum Phase {
        TCP,
        HTTP1,
        HTTP2
    }

    private static final int SHUT_STREAMS = 2;
    private static final int FLOOD = 3_000;

    private final Phase phase;
    private final int dribble;

    /// @param dribble the byte that is sent each second; 0 for none
    Tactic(Phase phase, int dribble) {
        this.phase = phase;
        this.dribble = dribble;
    }

    Phase phase() {
        return phase;
    }

    boolean dribbles() {
        return dribble != 0;
    }

    byte dribble() {
        return (byte) dribble;
    }

    /// Whether the answer's beginning is waited for.
    boolean waitsForAnswer() {
        return this == SLOW_READ || phase == Phase.HTTP2;
    }

    /// What it begins with.
    ///
    /// @param token of somebody who may ask for backups
    byte[] opening(String host, String token) {
        String rest = " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + token + "\r\n";
        return switch (this) {
            case SILENT, IDLE -> new byte[0];
            case HALF_HELLO -> {
                byte[] hello = Tls.hello(host);
                yield Arrays.copyOf(hello, hello.length / 2);
            }
            case HUGE_HELLO -> new byte[] {22, 3, 1, 0x40, 0, 1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
            case SLOW_HEAD -> ascii("GET /" + rest + "X-Slow: ");
            case SLOW_BODY -> ascii("POST /api/backup/upload" + rest + "Content-Length: 1000000000\r\n\r\n");
            case SLOW_READ -> ascii("GET /api/backup/download/1000000000" + rest + "\r\n");
            case IDLE_HTTP2 -> RawHttp2.opening(65_535, host, token, "/", 0);
            case SHUT_WINDOW -> RawHttp2.opening(0, host, token, "/api/backup/download/1000000000", SHUT_STREAMS);
            case PINGS -> RawHttp2.pings(host, token, FLOOD);
            case RESETS -> RawHttp2.resets(host, token, FLOOD);
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
