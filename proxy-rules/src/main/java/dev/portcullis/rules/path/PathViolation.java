package dev.portcullis.rules.path;

/// Why a request-target is refused. Each of these lets two programs read one target as two different paths, so
/// none is repaired (CWE-436 interpretation conflict, CWE-647 use of non-canonical paths for authorization).
public enum PathViolation {
    /// `.` or `..` as a segment, raw or with any dot as `%2e`, with spaces around it or in full-width and other
    /// compatible forms (RFC 3986 §5.2.4, UAX #15, CWE-22).
    DOT_SEGMENT("dot-segment"),
    /// `%2F`: one segment to some, two to others (RFC 3986 §2.2, CWE-177).
    ENCODED_SLASH("encoded-slash"),
    /// `\` raw or as `%5C`: a separator to some (CWE-25).
    BACKSLASH("backslash"),
    /// `%00` or a raw NUL: the end of the path to some (CWE-158).
    NUL("nul"),
    /// A raw space, or 0x01 to 0x1f and 0x7f raw or encoded: line breaks of someone's log or message (CWE-93).
    CONTROL_BYTE("control-byte"),
    /// `;` raw or as `%3B`: parameters that some cut off (RFC 3986 §3.3, CWE-436).
    SEMICOLON("semicolon"),
    /// `//`: merged by some (RFC 3986 §3.3, CWE-50).
    EMPTY_SEGMENT("empty-segment"),
    /// `%25` that becomes one of the others when decoded again, at any depth (RFC 3986 §2.4, CWE-174).
    DOUBLE_ENCODING("double-encoding"),
    /// `#`: never sent by a client that follows RFC 9112 §3.2 and RFC 3986 §3.5.
    FRAGMENT("fragment"),
    /// Escapes that are not UTF-8 when decoded: overlong, surrogate, truncated, beyond U+10FFFF (RFC 3629 §3,
    /// CWE-176).
    INVALID_UTF8("invalid-utf8"),
    /// A raw byte above 0x7f (RFC 3986 §2).
    RAW_NON_ASCII("raw-non-ascii"),
    /// `%` without two hexadecimal digits, `%u002e` among them (RFC 3986 §2.1, CWE-177).
    MALFORMED_PERCENT("malformed-percent"),
    /// Does not begin with `/`: absolute-form, authority-form, `*` or nothing (RFC 9112 §3.2.1).
    NOT_ORIGIN_FORM("not-origin-form"),
    /// A raw `"`, `<`, `>`, backtick, `{` or `}`: browsers encode these in a path (RFC 3986 §2, WHATWG URL §1.3
    /// "path percent-encode set"). They do send `|`, `^`, `[` and `]` raw, so those are accepted.
    FORBIDDEN_CHARACTER("forbidden-character");

    private final String code;

    PathViolation(String code) {
        this.code = code;
    }

    /// The name for logs and answers, for example `encoded-slash`.
    public String code() {
        return code;
    }
}
