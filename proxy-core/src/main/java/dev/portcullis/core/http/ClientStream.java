package dev.portcullis.core.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/// The client's side of one exchange, whatever the protocol: where the answer is written and the request's body
/// slowed.
///
/// Every call is made on [#loop()].
public interface ClientStream {

    EventLoop loop();

    /// Relays a 1xx answer (RFC 9110 §15.2).
    void informational(ResponseHead head);

    /// Relays the head of the final answer, without its hop-by-hop fields.
    ///
    /// @param hsts value of Strict-Transport-Security to set; null relays what the upstream said
    void head(ResponseHead head, @Nullable String hsts);

    /// A piece of the answer's body.
    ///
    /// @param data the stream releases it
    void data(ByteBuf data);

    /// Ends the answer.
    ///
    /// @param trailers filtered by the stream
    void end(Fields trailers);

    /// Relays a 101; from here on [#data] and the request's sink carry the bytes of the tunnel.
    void tunnel(ResponseHead head);

    /// Ends a tunnel after all that was written to it has been sent.
    void endTunnel();

    /// Answers by ourselves; nothing of another answer may have been sent.
    void answer(LocalAnswer answer);

    /// Ends the exchange without a (complete) answer, in the protocol's own way of saying so.
    void abort();

    void flush();

    /// Whether the client keeps up with what is written to it.
    boolean writable();

    /// Whether the request's body (or the tunnel's bytes) shall be delivered for now.
    void reading(boolean on);
}
