package dev.portcullis.core.http;

/// Takes what the client sends after its request's head, and what becomes of the client.
public interface RequestSink extends BodySink {

    /// The client has sent all that it had for now.
    void flush();

    /// The client catches up again after [ClientStream#writable] was false.
    void clientWritable();

    /// The client's stream is gone; nothing can be written any more.
    void clientGone();

    /// The client has ended its side of a tunnel.
    void clientEnded();

    /// Portcullis is stopping: whatever has no end of its own ends now.
    void stopping();
}
