package dev.portcullis.core.http;

/// A response's head, checked and indexed; valid until its message ends.
///
/// @param status 100 to 599
/// @param reasonFrom where the reason phrase begins in [Fields#octets()]; it may be empty
/// @param body how the end of the body is known
/// @param contentLength bytes of the body where `body` is [RequestHead.Body#LENGTH]; for an answer to HEAD and a
///     304, of the body that is not sent; -1 if none was named
/// @param keepAlive whether the upstream lets the connection live on
public record ResponseHead(
        int status,
        int reasonFrom,
        int reasonTo,
        Fields fields,
        RequestHead.Body body,
        long contentLength,
        boolean keepAlive) {

    /// 1xx other than 101: another head follows (RFC 9110 §15.2).
    public boolean informational() {
        return status < 200 && status != 101;
    }
}
