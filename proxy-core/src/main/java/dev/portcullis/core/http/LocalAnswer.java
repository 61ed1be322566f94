package dev.portcullis.core.http;

import java.util.Map;

/// An answer of our own: short, uncacheable, without a word about versions.
///
/// @param status 200 to 599
/// @param reason phrase for HTTP/1
/// @param contentType media type of the body
/// @param body ASCII, sent whole; left out for HEAD
/// @param fields more fields, names as they are to be written
/// @param close whether the connection ends with it
public record LocalAnswer(
        int status, String reason, String contentType, String body, Map<String, String> fields, boolean close) {

    private static final String TEXT = "text/plain; charset=utf-8";

    /// The answer to a refusal whose status is not 0.
    ///
    /// @param detail what was found, in words that hold nothing of the request
    public static LocalAnswer refusal(Refusal refusal, String detail, boolean close) {
        // RFC 6455 §4.4: who asks for another version is told the one there is.
        Map<String, String> fields =
                refusal == Refusal.UPGRADE_VERSION ? Map.of("Sec-WebSocket-Version", "13") : Map.of();
        return text(refusal.status(), refusal.code() + ": " + detail, fields, close);
    }

    public static LocalAnswer text(int status, String text, Map<String, String> fields, boolean close) {
        return of(status, TEXT, text + "\n", fields, close);
    }

    public static LocalAnswer of(
            int status, String contentType, String body, Map<String, String> fields, boolean close) {
        return new LocalAnswer(status, phrase(status), contentType, body, fields, close);
    }

    /// Whether clients may take a status for the end of their credentials; only "later" is safe to say.
    public static boolean endsLogins(int status) {
        return status >= 400 && status != 429 && status != 503;
    }

    private static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 426 -> "Upgrade Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "";
        };
    }
}
