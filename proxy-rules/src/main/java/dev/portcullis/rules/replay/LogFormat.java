package dev.portcullis.rules.replay;

import java.time.Instant;
import java.util.Optional;

/// Whose log it is.
public enum LogFormat {
    /// Our own access log.
    PORTCULLIS,
    /// nginx's and Apache's `combined`.
    COMBINED,
    /// Caddy's access log.
    CADDY;

    /// The format in which a line can be read; empty for none.
    public static Optional<LogFormat> of(String line) {
        try {
            if (!line.startsWith("{")) {
                NginxCombined.read(line);
                return Optional.of(COMBINED);
            }
            JsonLine json = JsonLine.parse(line);
            if (json.has("request")) {
                CaddyJson.of(json);
                return Optional.of(CADDY);
            }
            OwnLog.of(json);
            return Optional.of(PORTCULLIS);
        } catch (BadLine _) {
            return Optional.empty();
        }
    }

    /// When what a line tells of happened; empty for a line that cannot be read or tells of no client.
    public static Optional<Instant> time(String line) {
        try {
            Optional<LogFormat> format = of(line);
            return format.isEmpty()
                    ? Optional.empty()
                    : switch (format.get().read(line)) {
                        case LogLine.Own own -> Optional.of(own.seen().at());
                        case LogLine.Foreign foreign ->
                            Optional.of(foreign.request().at());
                        case LogLine.Other.REMARK -> Optional.empty();
                    };
        } catch (BadLine _) {
            return Optional.empty();
        }
    }

    /// Reads a line of this format.
    LogLine read(String line) throws BadLine {
        return switch (this) {
            case PORTCULLIS -> ours(JsonLine.parse(line));
            case COMBINED -> new LogLine.Foreign(NginxCombined.read(line));
            case CADDY -> caddys(JsonLine.parse(line));
        };
    }

    /// A line without a client is the log's word on itself, for example on lines that were lost.
    private static LogLine ours(JsonLine line) throws BadLine {
        return line.has("client") ? new LogLine.Own(OwnLog.of(line)) : LogLine.Other.REMARK;
    }

    /// Caddy may write other messages into the same file.
    private static LogLine caddys(JsonLine line) throws BadLine {
        return line.has("request") && line.has("status")
                ? new LogLine.Foreign(CaddyJson.of(line))
                : LogLine.Other.REMARK;
    }
}
