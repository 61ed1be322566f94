package dev.portcullis.rules.signal;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of a posted form: urlencoded as apps send it, or multipart (RFC 7578) as Home Assistant's pages
/// do.
///
/// Of a name that comes twice the first one holds, as for Home Assistant. Of any other content type there are
/// none.
final class FormFields {

    private static final String URLENCODED = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data";
    private static final String LINE = "\r\n";

    private final Map<String, String> fields = new HashMap<>();

    private FormFields() {}

    static FormFields read(@Nullable String contentType, CappedBody body) {
        FormFields form = new FormFields();
        if (contentType == null) {
            return form;
        }
        String type = type(contentType);
        String text = new String(body.octets(), 0, body.length(), StandardCharsets.ISO_8859_1);
        if (type.equalsIgnoreCase(URLENCODED)) {
            form.readPairs(text, body.length() == ExchangeReader.LARGEST_BODY);
        } else if (type.equalsIgnoreCase(MULTIPART)) {
            String boundary = parameter(contentType, "boundary");
            if (boundary != null && !boundary.isEmpty()) {
                form.readParts(text, "--" + boundary);
            }
        }
        return form;
    }

    /// Whether a body of that type is a form.
    static boolean isForm(@Nullable String contentType) {
        String type = contentType == null ? "" : type(contentType);
        return type.equalsIgnoreCase(URLENCODED) || type.equalsIgnoreCase(MULTIPART);
    }

    private static String type(String contentType) {
        int parameters = contentType.indexOf(';');
        return (parameters < 0 ? contentType : contentType.substring(0, parameters)).strip();
    }

    @Nullable
    String get(String name) {
        return fields.get(name);
    }

    boolean has(String name, String value) {
        return value.equals(fields.get(name));
    }

    /// @param cut whether the last pair may go on behind the end
    private void readPairs(String text, boolean cut) {
        int from = 0;
        while (from < text.length()) {
            int and = text.indexOf('&', from);
            if (and < 0 && cut) {
                return;
            }
            int end = and < 0 ? text.length() : and;
            int equals = text.indexOf('=', from);
            if (equals >= 0 && equals < end) {
                fields.putIfAbsent(
                        Escapes.ofForm(text.substring(from, equals)), Escapes.ofForm(text.substring(equals + 1, end)));
            }
            from = end + 1;
        }
    }

    private void readParts(String text, String delimiter) {
        int at = text.indexOf(delimiter);
        while (at >= 0) {
            int headers = at + delimiter.length();
            int end = text.indexOf(LINE + LINE, headers);
            if (end < 0) {
                return;
            }
            int value = end + 2 * LINE.length();
            int next = text.indexOf(LINE + delimiter, value);
            if (next < 0) {
                return;
            }
            String name = parameter(text.substring(headers, end), "name");
            if (name != null) {
                fields.putIfAbsent(name, text.substring(value, next));
            }
            at = next + LINE.length();
        }
    }

    /// The value of a parameter behind a `;`, quoted or not.
    private static @Nullable String parameter(String field, String name) {
        String lower = field.toLowerCase(Locale.ROOT);
        int semicolon = lower.indexOf(';');
        while (semicolon >= 0) {
            int from = semicolon + 1;
            while (from < lower.length() && lower.charAt(from) == ' ') {
                from++;
            }
            semicolon = lower.indexOf(';', from);
            int value = from + name.length() + 1;
            if (lower.startsWith(name + "=", from)) {
                return value(field, value);
            }
        }
        return null;
    }

    private static String value(String field, int from) {
        if (field.startsWith("\"", from)) {
            int quote = field.indexOf('"', from + 1);
            return quote < 0 ? "" : field.substring(from + 1, quote);
        }
        int end = from;
        while (end < field.length() && ";\r\n ".indexOf(field.charAt(end)) < 0) {
            end++;
        }
        return field.substring(from, end);
    }
}
