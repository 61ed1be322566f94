package dev.portcullis.core.http;

/// A request's head, checked and indexed; valid as long as its exchange.
///
/// @param method upper case
/// @param targetFrom where the origin-form target begins in [Fields#octets()]
/// @param minorVersion 0 or 1
/// @param host lower case, without port and trailing dot
/// @param authority the Host field's value as sent
/// @param body how the end of the body is known
/// @param contentLength bytes of the body where `body` is [Body#LENGTH], else 0
/// @param keepAlive whether the client lets the connection live on
/// @param upgrade what the client would like this connection to become
public record RequestHead(
        String method,
        int targetFrom,
        int targetTo,
        int minorVersion,
        String host,
        String authority,
        Fields fields,
        Body body,
        long contentLength,
        boolean keepAlive,
        Upgrade upgrade) {

    /// How the end of a message body is known (RFC 9112 §6.3).
    public enum Body {
        NONE,
        LENGTH,
        CHUNKED,
        /// Responses only: the body ends with the connection.
        UNTIL_CLOSE
    }

    /// A protocol that the client asks for by `Upgrade`.
    public enum Upgrade {
        NONE,
        WEBSOCKET
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }

    /// Whether bytes of a body follow the head.
    public boolean hasBody() {
        return body == Body.CHUNKED || (body == Body.LENGTH && contentLength > 0);
    }

    /// The target as sent, for messages and logs.
    public String target() {
        return Octets.string(fields.octets(), targetFrom, targetTo);
    }

    /// The same with bytes of its own, for what outlives its exchange's hold on them.
    public RequestHead copy() {
        return new RequestHead(
                method,
                targetFrom,
                targetTo,
                minorVersion,
                host,
                authority,
                fields.copy(targetTo),
                body,
                contentLength,
                keepAlive,
                upgrade);
    }

    /// Whether doing it twice is the same as doing it once (RFC 9110 §9.2.2).
    public boolean idempotent() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }
}
