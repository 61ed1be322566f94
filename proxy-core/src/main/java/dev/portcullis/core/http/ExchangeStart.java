package dev.portcullis.core.http;

import dev.portcullis.core.accept.ClientConnection;
import org.jspecify.annotations.Nullable;

/// Where a codec hands over: everything from "message" on happens behind it, whatever the protocol.
public interface ExchangeStart {

    /// Judges the request and answers or relays it.
    void begin(Exchange exchange);

    /// Whether an answer of ours to this target may be another failure than 429 or 503: some clients take
    /// others as the end of their credentials and sign the owner out.
    boolean mayBlameClient(String target);

    /// A connection was ended over its framing, its pace or its handshake.
    ///
    /// @param exchange what was under way; null if nothing was
    /// @param status what the client gets; 0 for a closed connection
    void refused(ClientConnection connection, @Nullable Exchange exchange, Refusal refusal, int status);

    /// A tunnel stands; [#tunnelClosed] follows.
    void tunnelOpened();

    void tunnelClosed();
}
