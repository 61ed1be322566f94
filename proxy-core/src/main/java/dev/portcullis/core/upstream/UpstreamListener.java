package dev.portcullis.core.upstream;

import dev.portcullis.core.http.BodySink;
import dev.portcullis.core.http.ResponseHead;

/// Takes the answer to one request from an [UpstreamConnection].
interface UpstreamListener extends BodySink {

    void informational(ResponseHead head);

    /// The final answer's head.
    void head(ResponseHead head);

    /// A 101 to a request that asked for it; from here on `data` carries the tunnel's bytes.
    ///
    /// @return whether the tunnel stands; otherwise the connection is closed
    boolean switched(ResponseHead head);

    /// The upstream has ended its side of a tunnel.
    void tunnelEnded();

    /// No (complete) answer will come.
    ///
    /// @param again whether the request may be sent once more: it died on a reused connection before any byte came
    ///     back
    void failed(UpstreamFailure failure, boolean again);

    /// All that has arrived so far was handed on.
    void readComplete();

    /// The upstream catches up again with what is written to it.
    void upstreamWritable();
}
