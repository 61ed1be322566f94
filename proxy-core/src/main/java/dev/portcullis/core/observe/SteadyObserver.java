package dev.portcullis.core.observe;

import dev.portcullis.core.http.ExchangeObserver;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.ResponseHead;
import io.netty.buffer.ByteBuf;

/// Keeps whatever goes wrong in looking on from what passes: the exchange goes on, and is not looked at any more.
///
/// A request whose bytes make a reader throw would otherwise hang, and keep its buffers (`BrokenReaderTest`).
final class SteadyObserver implements ExchangeObserver {

    private final ExchangeObserver looking;
    private final ReadTrouble trouble;

    SteadyObserver(ExchangeObserver looking, ReadTrouble trouble) {
        this.looking = looking;
        this.trouble = trouble;
    }

    @Override
    public void requestData(ByteBuf data) {
        try {
            looking.requestData(data);
        } catch (Throwable e) {
            blind(e);
        }
    }

    @Override
    public void answer(ResponseHead head) {
        try {
            looking.answer(head);
        } catch (Throwable e) {
            blind(e);
        }
    }

    @Override
    public void answerData(ByteBuf data) {
        try {
            looking.answerData(data);
        } catch (Throwable e) {
            blind(e);
        }
    }

    @Override
    public void tunnel(ResponseHead head) {
        try {
            looking.tunnel(head);
        } catch (Throwable e) {
            blind(e);
        }
    }

    @Override
    public void toUpstream(ByteBuf data) {
        try {
            looking.toUpstream(data);
        } catch (Throwable e) {
            blind(e);
        }
    }

    @Override
    public void toClient(ByteBuf data) {
        try {
            looking.toClient(data);
        } catch (Throwable e) {
            blind(e);
        }
    }

    @Override
    public void refused(Refusal refusal, int status, String detail) {
        try {
            looking.refused(refusal, status, detail);
        } catch (Throwable e) {
            blind(e);
        }
    }

    @Override
    public void over() {
        try {
            looking.over();
        } catch (Throwable e) {
            blind(e);
        }
    }

    @Override
    public void dropped() {
        try {
            looking.dropped();
        } catch (Throwable e) {
            trouble.tell(e);
        }
    }

    private void blind(Throwable cause) {
        trouble.tell(cause);
        dropped();
    }
}
