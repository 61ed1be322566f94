package dev.portcullis.core.http;

import io.netty.buffer.ByteBuf;

/// Looks at one exchange as it passes. It changes nothing, delays nothing and keeps no buffer.
///
/// What it saw is told once, by [#refused] or [#over]; whatever is called after that does nothing.
public interface ExchangeObserver {

    /// Looks away.
    ExchangeObserver NOBODY = new ExchangeObserver() {
        @Override
        public void requestData(ByteBuf data) {}

        @Override
        public void answer(ResponseHead head) {}

        @Override
        public void answerData(ByteBuf data) {}

        @Override
        public void tunnel(ResponseHead head) {}

        @Override
        public void toUpstream(ByteBuf data) {}

        @Override
        public void toClient(ByteBuf data) {}

        @Override
        public void refused(Refusal refusal, int status, String detail) {}

        @Override
        public void over() {}

        @Override
        public void dropped() {}
    };

    /// A piece of the request's body.
    void requestData(ByteBuf data);

    /// The upstream's final head.
    void answer(ResponseHead head);

    /// A piece of the answer's body.
    void answerData(ByteBuf data);

    /// The 101 that opens the tunnel; called while the request's head is still there.
    void tunnel(ResponseHead head);

    /// Bytes of the tunnel that the client sent.
    void toUpstream(ByteBuf data);

    /// Bytes of the tunnel that the upstream sent.
    void toClient(ByteBuf data);

    /// We refused the request ourselves.
    ///
    /// @param status what the client gets; 0 for a closed connection
    /// @param detail what was ambiguous, for a path; else empty
    void refused(Refusal refusal, int status, String detail);

    /// The answer is complete or broke off, the tunnel has ended, or the client is gone. Called while the
    /// request's head is still there, but for a tunnel.
    void over();

    /// Nothing of it is to be told: it is nobody's fault.
    void dropped();
}
