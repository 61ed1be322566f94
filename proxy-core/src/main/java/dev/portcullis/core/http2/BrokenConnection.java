package dev.portcullis.core.http2;

import dev.portcullis.core.http.Refusal;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/// What a client did ends its HTTP/2 connection (RFC 9113 §5.4.1); thrown without a stack trace, since attackers
/// choose how often.
final class BrokenConnection extends Http2Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    /// @param error the code that GOAWAY carries
    BrokenConnection(Http2Error error, Refusal refusal) {
        super(error, refusal.code());
        this.refusal = refusal;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    Refusal refusal() {
        return refusal;
    }
}
