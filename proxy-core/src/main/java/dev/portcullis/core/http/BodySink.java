package dev.portcullis.core.http;

import io.netty.buffer.ByteBuf;

/// Takes a message body piece by piece.
public interface BodySink {

    /// A piece of the body.
    ///
    /// @param data the receiver releases it
    void data(ByteBuf data);

    /// The body is complete.
    ///
    /// @param trailers fields after the last chunk; valid during the call only
    void end(Fields trailers);
}
