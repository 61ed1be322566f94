package dev.portcullis.rules.replay;

import dev.portcullis.rules.net.Address;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Caddy's access log in JSON, with `ts` as seconds or in RFC 3339 or ISO 8601.
final class CaddyJson {

    private static final int NANO_DIGITS = 9;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private CaddyJson() {}

    static ForeignRequest of(JsonLine line) throws BadLine {
        JsonLine request = line.object("request");
        JsonLine headers = request.object("headers");
        if (!line.has("status")) {
            throw new BadLine("no status (expected: a line of Caddy's access log)");
        }
        return new ForeignRequest(
                time(line),
                client(request),
                request.text("method"),
                request.text("uri"),
                line.text("user_id"),
                line.status("status"),
                first(headers.texts("Referer")),
                first(headers.texts("User-Agent")));
    }

    /// Behind trusted proxies `client_ip` is the client; `remote_addr` is what versions before 2.5 wrote.
    private static Address client(JsonLine request) throws BadLine {
        return Stream.of(request.text("client_ip"), request.text("remote_ip"), withoutPort(request.text("remote_addr")))
                .map(Address::parse)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new BadLine("no address (expected: request.client_ip or request.remote_ip)"));
    }

    private static String withoutPort(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        String host = colon < 0 ? endpoint : endpoint.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String first(List<String> values) {
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static Instant time(JsonLine line) throws BadLine {
        try {
            String seconds = line.number("ts");
            Instant time = seconds.isEmpty()
                    ? OffsetDateTime.parse(withColon(line.text("ts"))).toInstant()
                    : ofSeconds(seconds);
            if (!time.isBefore(Instant.EPOCH) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException | ArithmeticException | NumberFormatException _) {
            // Said below, as for a time that nobody lives in.
        }
        throw new BadLine("ts is no time (expected: seconds, or RFC 3339)");
    }

    /// The offset `+0100` of ISO 8601's basic form.
    private static String withColon(String text) {
        int sign = text.length() - 5;
        boolean basic = sign > 0 && (text.charAt(sign) == '+' || text.charAt(sign) == '-');
        return basic ? text.substring(0, sign + 3) + ":" + text.substring(sign + 3) : text;
    }

    private static Instant ofSeconds(String seconds) {
        int point = seconds.indexOf('.');
        if (seconds.indexOf('e') >= 0 || seconds.indexOf('E') >= 0) {
            return Instant.ofEpochMilli(Math.round(1000 * Double.parseDouble(seconds)));
        }
        long whole = Long.parseLong(point < 0 ? seconds : seconds.substring(0, point));
        String digits = point < 0 ? "" : seconds.substring(point + 1);
        String nanos = (digits + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS);
        return Instant.ofEpochSecond(whole, Long.parseLong(nanos));
    }
}
