package dev.portcullis.config;

import dev.portcullis.config.Config.AccessLog;
import dev.portcullis.config.Config.LogLevel;
import java.time.Duration;
import java.util.List;

/// Keys about the running program: `admin`, `logs`, `limits` and `timeouts`.
final class RunKeys {

    private static final ScalarType<Duration> WAIT = Amounts.duration("100ms", "7d");

    static final Key<SocketPlace> SOCKET = Key.of(
            "socket",
            SocketPlace.type(),
            "<state>/admin.sock",
            "The Unix socket of the admin API; `<state>` stands for the folder `state`.");

    static final SectionType ADMIN = SectionType.of(SOCKET);

    static final Key<AccessLog> ACCESS = Key.of(
            "access",
            AccessLogType.type(),
            "off",
            "The access log: JSON lines with secrets removed, which `replay` reads. A file is made with mode 0600, and"
                    + " opened anew when it was renamed or deleted.");

    static final Key<LogLevel> LEVEL = Key.of(
            "level",
            Words.choice(List.of(LogLevel.values()), LogLevel::key),
            "info",
            "How much the program says about its own work.");

    static final SectionType LOGS = SectionType.of(ACCESS, LEVEL);

    static final Key<Integer> CONNECTIONS =
            Key.of("connections", Amounts.number(1, 1_000_000), "10000", "Open client connections in total.");

    static final Key<Long> HEADER_BYTES =
            Key.of("header_bytes", Amounts.size("1KiB", "1MiB"), "65536", "Bytes of all headers of a message.");

    static final Key<Long> REQUEST_LINE =
            Key.of("request_line", Amounts.size("1KiB", "1MiB"), "32768", "Bytes of a request line.");

    static final Key<Integer> HEADERS =
            Key.of("headers", Amounts.number(10, 10_000), "200", "Number of headers in a message.");

    static final Key<Integer> STREAMS = Key.of(
            "streams",
            Amounts.number(1, 1000),
            "100",
            "Requests and websockets at once on one HTTP/2 connection; browsers wait with the next when told so.");

    static final Key<Long> BODY_RATE = Key.of(
            "body_rate",
            Amounts.size("0", "1MiB"),
            "500",
            "Bytes a second that a request's body must reach on average after its first 30 seconds, not counting the"
                    + " time in which the upstream keeps it waiting; 0 for as slow as it likes.");

    static final Key<Integer> RESERVED = Key.of(
            "reserved",
            Amounts.number(0, 999_999),
            "500",
            "How many of `connections` only clients outside the zone `internet` may take, so that the household gets"
                    + " in while the internet fills the house. Left out, it is at most half of `connections`.");

    static final Key<Integer> UPSTREAM_CONNECTIONS = Key.of(
            "upstream_connections",
            Amounts.number(1, 100_000),
            "2000",
            "Requests and websockets that may be with all upstreams together at once, each on a connection of its own;"
                    + " the internet leaves a tenth of them to the other zones. Others are told to come again (503).");

    static final Key<Integer> UPSTREAM_PER_CLIENT = Key.of(
            "upstream_per_client",
            Amounts.number(1, 100_000),
            "200",
            "How many of `upstream_connections` one client may have, websockets and camera streams included.");

    static final SectionType LIMITS = SectionType.of(
            CONNECTIONS,
            RESERVED,
            HEADER_BYTES,
            REQUEST_LINE,
            HEADERS,
            STREAMS,
            BODY_RATE,
            UPSTREAM_CONNECTIONS,
            UPSTREAM_PER_CLIENT);

    static final Key<Duration> HANDSHAKE =
            Key.of("handshake", WAIT, "10s", "From accepting a connection to the end of the TLS handshake.");

    static final Key<Duration> REQUEST_HEAD =
            Key.of("request_head", WAIT, "15s", "From the first byte of a request's head to its end.");

    static final Key<Duration> REQUEST_IDLE = Key.of(
            "request_idle",
            WAIT,
            "60s",
            "Between requests on a kept connection, and between two pieces of a request's body.");

    static final Key<Duration> IDLE = Key.of(
            "idle",
            WAIT,
            "10m",
            "Until the upstream's first byte, and for a client that does not read what waits for it.");

    static final Key<Duration> WEBSOCKET_IDLE =
            Key.of("websocket_idle", WAIT, "10m", "A websocket without a byte in either direction.");

    static final Key<Duration> UPSTREAM_CONNECT =
            Key.of("upstream_connect", WAIT, "5s", "One attempt to connect to the upstream, TLS included.");

    static final Key<Duration> DRAIN = Key.of("drain", WAIT, "15s", "For requests in flight when stopping.");

    static final SectionType TIMEOUTS =
            SectionType.of(HANDSHAKE, REQUEST_HEAD, REQUEST_IDLE, IDLE, WEBSOCKET_IDLE, UPSTREAM_CONNECT, DRAIN);

    private RunKeys() {}
}
