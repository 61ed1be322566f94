package dev.portcullis.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One HTTP/2 frame as it came (RFC 9113 §4.1); HEADERS with all their CONTINUATIONs are one.
///
/// @param payload of the frame, padding included; of HEADERS the whole header block
/// @param fields decoded, of HEADERS only
/// @param continuations how many frames followed HEADERS
public record Http2Frame(
        int type,
        int flags,
        int stream,
        ByteBuffer payload,
        List<Map.Entry<String, String>> fields,
        int continuations) {

    public static final int DATA = 0x0;
    public static final int HEADERS = 0x1;
    public static final int PRIORITY = 0x2;
    public static final int RST_STREAM = 0x3;
    public static final int SETTINGS = 0x4;
    public static final int PUSH_PROMISE = 0x5;
    public static final int PING = 0x6;
    public static final int GOAWAY = 0x7;
    public static final int WINDOW_UPDATE = 0x8;
    public static final int CONTINUATION = 0x9;
    public static final int PRIORITY_UPDATE = 0x10;

    public static final int END_STREAM = 0x1;
    public static final int ACK = 0x1;
    public static final int END_HEADERS = 0x4;
    public static final int PADDED = 0x8;
    public static final int WITH_PRIORITY = 0x20;

    public static final int HEADER_TABLE_SIZE = 0x1;
    public static final int ENABLE_PUSH = 0x2;
    public static final int MAX_CONCURRENT_STREAMS = 0x3;
    public static final int INITIAL_WINDOW_SIZE = 0x4;
    public static final int MAX_FRAME_SIZE = 0x5;
    public static final int MAX_HEADER_LIST_SIZE = 0x6;
    public static final int ENABLE_CONNECT_PROTOCOL = 0x8;

    public static final int NO_ERROR = 0x0;
    public static final int PROTOCOL_ERROR = 0x1;
    public static final int INTERNAL_ERROR = 0x2;
    public static final int FLOW_CONTROL_ERROR = 0x3;
    public static final int STREAM_CLOSED = 0x5;
    public static final int FRAME_SIZE_ERROR = 0x6;
    public static final int REFUSED_STREAM = 0x7;
    public static final int CANCEL = 0x8;
    public static final int COMPRESSION_ERROR = 0x9;
    public static final int ENHANCE_YOUR_CALM = 0xb;

    /// Whether nothing follows on its stream.
    public boolean endsStream() {
        return type == RST_STREAM || ((type == DATA || type == HEADERS) && has(END_STREAM));
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// Of RST_STREAM and GOAWAY.
    public int errorCode() {
        return switch (type) {
            case RST_STREAM -> payload.getInt(0);
            case GOAWAY -> payload.getInt(4);
            default -> throw new AssertionError(this + ": no error code (expected: RST_STREAM or GOAWAY)");
        };
    }

    /// Of GOAWAY: the last stream that was looked at.
    public int lastStream() {
        return payload.getInt(0);
    }

    /// Of WINDOW_UPDATE.
    public int increment() {
        return payload.getInt(0);
    }

    /// Of SETTINGS, by identifier.
    public Map<Integer, Integer> settings() {
        Map<Integer, Integer> settings = new LinkedHashMap<>();
        for (int at = 0; at < payload.limit(); at += 6) {
            settings.put((int) payload.getShort(at), payload.getInt(at + 2));
        }
        return settings;
    }

    /// Of DATA: without padding.
    public byte[] data() {
        int padding = has(PADDED) ? payload.get(0) & 0xff : 0;
        int from = has(PADDED) ? 1 : 0;
        byte[] data = new byte[payload.limit() - from - padding];
        payload.get(from, data);
        return data;
    }

    /// Of HEADERS: the only field of that name; null if there is none.
    public String field(String name) {
        return only(fields, name);
    }

    static String only(List<Map.Entry<String, String>> fields, String name) {
        List<String> values = fields.stream()
                .filter(field -> field.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
        if (values.size() > 1) {
            throw new AssertionError(name + ": " + values.size() + " times (expected: once) in " + fields);
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    @Override
    public String toString() {
        String what = switch (type) {
            case DATA -> "DATA " + new String(data(), StandardCharsets.ISO_8859_1);
            case HEADERS -> "HEADERS " + fields;
            case RST_STREAM -> "RST_STREAM " + errorCode();
            case SETTINGS -> "SETTINGS " + settings();
            case GOAWAY -> "GOAWAY " + errorCode() + " after " + lastStream();
            case PING -> "PING " + Long.toHexString(payload.getLong(0));
            case WINDOW_UPDATE -> "WINDOW_UPDATE " + increment();
            default -> "type " + type;
        };
        return "stream " + stream + " flags " + flags + " " + (what.length() > 200 ? what.substring(0, 200) : what);
    }
}
