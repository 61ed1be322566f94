package dev.portcullis.rules.replay;

import java.util.List;

/// Writes one JSON object (RFC 8259) in printable ASCII, whatever its text holds.
///
/// Empty members are left out.
final class JsonText {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder text = new StringBuilder(256).append('{');

    JsonText add(String name, String value) {
        if (!value.isEmpty()) {
            name(name);
            quote(value);
        }
        return this;
    }

    JsonText add(String name, int value) {
        name(name);
        text.append(value);
        return this;
    }

    JsonText add(String name, boolean value) {
        if (value) {
            name(name);
            text.append(true);
        }
        return this;
    }

    JsonText add(String name, List<String> values) {
        if (!values.isEmpty()) {
            name(name);
            char before = '[';
            for (String value : values) {
                text.append(before);
                quote(value);
                before = ',';
            }
            text.append(']');
        }
        return this;
    }

    JsonText add(String name, JsonText object) {
        name(name);
        text.append(object);
        return this;
    }

    private void name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        text.append('"').append(name).append("\":");
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                text.append(c);
            } else {
                text.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    text.append(HEX[(c >> shift) & 0xf]);
                }
            }
        }
        text.append('"');
    }

    /// The object as far as it has come.
    @Override
    public String toString() {
        return text + "}";
    }
}
