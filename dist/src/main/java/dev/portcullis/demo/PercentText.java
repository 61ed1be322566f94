package dev.portcullis.demo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Percent-decoding, RFC 3986 section 2.1.
final class PercentText {

    private PercentText() {}

    /// Decodes everything once; text that would be invalid UTF-8 stays as it is, as in yarl.
    static String decoded(String text) {
        return decode(text, false).orElse(text);
    }

    /// What aiohttp 3.10 and later match routes on: decoded, but `%2F` and `%25` stay.
    static String pathSafe(String text) {
        return decode(text, true).orElse(text);
    }

    /// A form field or query parameter: `+` is a space.
    static String form(String text) {
        return decoded(text.replace('+', ' '));
    }

    private static Optional<String> decode(String text, boolean keepSlash) {
        if (text.indexOf('%') < 0) {
            return Optional.of(text);
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int value = raw[i] == '%' && i + 2 < raw.length ? hex(raw[i + 1]) * 16 + hex(raw[i + 2]) : -1;
            if (value < 0 || (keepSlash && (value == '/' || value == '%'))) {
                out.write(raw[i]);
            } else {
                out.write(value);
                i += 2;
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out.toByteArray()))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static int hex(byte digit) {
        int value = Character.digit((char) (digit & 0xff), 16);
        return value < 0 ? -4096 : value;
    }
}
