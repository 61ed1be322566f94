package dev.portcullis.core.http;

/// Every way in which Portcullis itself says no, each with its one name, its status and its reason.
///
/// The same table stands in `docs/refusals.md`.
public enum Refusal {
    // Connections.
    CONNECTION_LIMIT("connection-limit", 0, "limits.connections is reached"),
    PROXY_HEADER("proxy-header", 0, "a listed peer sent no valid PROXY protocol header"),
    UNKNOWN_NAME("unknown-name", 0, "TLS server name absent or not one of the sites'"),
    VALIDATION("validation", 0, "an ACME validation (RFC 8737) of a name for which none is awaited"),
    HANDSHAKE("handshake", 0, "TLS handshake failed or took too long"),
    BANNED("banned", 0, "the client is banned"),
    CONNECTION_RATE("connection-rate", 0, "more connections than protection.rate_limits.connection allows one client"),

    // Framing: RFC 9112.
    REQUEST_LINE("request-line", 400, "not METHOD SP TARGET SP HTTP-VERSION (RFC 9112 section 3)"),
    METHOD("method", 400, "not an upper-case token (RFC 9110 section 9.1)"),
    VERSION("version", 400, "neither HTTP/1.1 nor HTTP/1.0 (RFC 9112 section 2.3)"),
    LINE_END("line-end", 400, "CR or LF that is not a CRLF pair (RFC 9112 section 2.2)"),
    FOLDED_FIELD("folded-field", 400, "obsolete line folding (RFC 9112 section 5.2)"),
    FIELD_NAME("field-name", 400, "not a token followed at once by a colon (RFC 9112 section 5.1)"),
    FIELD_VALUE("field-value", 400, "control byte in a field value (RFC 9110 section 5.5)"),
    FIELD_UNDERSCORE("field-underscore", 400, "underscore spelling of a framing or forwarding field"),
    REQUEST_LINE_SIZE("request-line-size", 414, "request line longer than limits.request_line"),
    HEAD_SIZE("head-size", 431, "head larger than limits.header_bytes"),
    FIELD_COUNT("field-count", 431, "more fields than limits.headers"),
    HOST("host", 400, "not exactly one valid Host (RFC 9112 section 3.2)"),
    CONTENT_LENGTH("content-length", 400, "not one plain decimal Content-Length (RFC 9112 section 6.3)"),
    LENGTH_AND_ENCODING("length-and-encoding", 400, "Content-Length beside Transfer-Encoding (RFC 9112 section 6.3)"),
    TRANSFER_ENCODING("transfer-encoding", 400, "not exactly \"chunked\", or in HTTP/1.0 (RFC 9112 section 6.1)"),
    CHUNK("chunk", 400, "malformed chunk (RFC 9112 section 7.1)"),
    TRUNCATED("truncated", 0, "the client stopped in the middle of its request"),
    CONNECTION_OPTIONS("connection-options", 431, "Connection fields of more than 1 KiB (RFC 9110 section 7.6.1)"),
    PSEUDO_FIELD("pseudo-field", 400, "not exactly the pseudo-header fields of a request (RFC 9113 section 8.3.1)"),
    CONNECTION_FIELD("connection-field", 400, "connection-specific field in HTTP/2 (RFC 9113 section 8.2.2)"),
    HTTP2_FRAME("http2-frame", 0, "an HTTP/2 frame that is not allowed there (RFC 9113)"),
    HTTP2_FLOOD("http2-flood", 0, "more control frames, empty frames or resets than an HTTP/2 connection may send"),
    EXPECTATION("expectation", 417, "an expectation other than 100-continue (RFC 9110 section 10.1.1)"),

    // Request meaning.
    TARGET_FORM("target-form", 400, "not origin-form, nor absolute-form for this very host (RFC 9112 section 3.2)"),
    PATH("path", 400, "ambiguous path"),
    MISDIRECTED("misdirected", 421, "Host is not the TLS server name, or not a site's (RFC 9110 section 15.5.20)"),
    UPGRADE("upgrade", 400, "not a valid WebSocket handshake (RFC 6455 section 4.2.1)"),
    UPGRADE_VERSION("upgrade-version", 426, "a WebSocket version other than 13 (RFC 6455 section 4.4)"),
    FORWARDED_FOR("forwarded-for", 400, "a listed front proxy sent a malformed X-Forwarded-For"),
    BODY_SIZE("body-size", 413, "request body larger than max_body"),
    RATE_LIMIT("rate-limit", 429, "more requests than protection.rate_limits or the rule's rate allows one client"),
    NOT_EXPOSED("not-exposed", 0, "no rule exposes this to this client; answered as `otherwise` says"),

    // Time.
    REQUEST_HEAD_TIME("request-head-time", 408, "timeouts.request_head passed"),
    REQUEST_BODY_TIME("request-body-time", 408, "timeouts.request_idle passed within a request body"),
    BODY_RATE("body-rate", 408, "request body slower than limits.body_rate"),
    CLIENT_STALLED("client-stalled", 0, "timeouts.idle passed and the client did not read"),

    // Upstream.
    UPSTREAM_DOWN("upstream-down", 503, "the upstream refuses connections, cannot be reached or is restarting"),
    UPSTREAM_FULL(
            "upstream-full",
            503,
            "more at once than limits.upstream_connections, or than limits.upstream_per_client for one client"),
    UPSTREAM_ANSWER("upstream-answer", 502, "the upstream's answer was malformed or cut short"),
    UPSTREAM_TIME("upstream-time", 504, "the upstream did not begin to answer within timeouts.idle");

    private final String code;
    private final int status;
    private final String reason;

    Refusal(String code, int status, String reason) {
        this.code = code;
        this.status = status;
        this.reason = reason;
    }

    /// The one name, as in logs and `docs/refusals.md`.
    public String code() {
        return code;
    }

    /// The status that the client sees; 0 closes without an answer.
    public int status() {
        return status;
    }

    /// One line for people.
    public String reason() {
        return reason;
    }
}
