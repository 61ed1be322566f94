package dev.portcullis.core.smuggling;

import dev.portcullis.core.Http2Bytes;
import dev.portcullis.core.Http2Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Frames of stream 1, one character for each byte.
final class Http2Text {

    private Http2Text() {}

    /// HEADERS with these names and values in turn, and no body.
    static String alone(String... fields) {
        return frame(Http2Frame.HEADERS, Http2Frame.END_HEADERS | Http2Frame.END_STREAM, Http2Bytes.block(fields));
    }

    /// HEADERS; DATA follows.
    static String head(String... fields) {
        return frame(Http2Frame.HEADERS, Http2Frame.END_HEADERS, Http2Bytes.block(fields));
    }

    static String data(String text, boolean end) {
        int flags = end ? Http2Frame.END_STREAM : 0;
        return frame(Http2Frame.DATA, flags, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String frame(int type, int flags, byte[] payload) {
        return new String(Http2Bytes.frame(type, flags, 1, payload), StandardCharsets.ISO_8859_1);
    }

    /// A request for the exposed path with one pseudo-header field changed, and more fields.
    ///
    /// @param value null leaves it out
    static String[] with(String pseudo, String value, String... more) {
        List<String> fields = new ArrayList<>();
        String[] sound = {":method", "GET", ":scheme", "https", ":authority", "home.test", ":path", Case.TARGET};
        for (int i = 0; i < sound.length; i += 2) {
            boolean changed = sound[i].equals(pseudo);
            if (!changed || value != null) {
                fields.add(sound[i]);
                fields.add(changed ? value : sound[i + 1]);
            }
        }
        fields.addAll(List.of(more));
        return fields.toArray(String[]::new);
    }

    static String[] get(String... more) {
        return with(":method", "GET", more);
    }

    static String[] post(String... more) {
        return with(":method", "POST", more);
    }
}
