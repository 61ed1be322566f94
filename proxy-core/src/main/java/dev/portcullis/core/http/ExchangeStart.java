package dev.portcullis.core.http;

import dev.portcullis.core.accept.ClientConnection;

/// Where a codec hands over: everything from "message" on happens behind it, whatever the protocol.
public interface ExchangeStart {

    /// Judges the request and answers or relays it.
    void begin(Exchange exchange);

    /// Whether an answer of ours to this target may be another failure than 429 or 503: some clients take others as the
    /// end of their credentials and sign the owner out.
    boolean mayBlameClient(String target);

    /// A request was refused before there was an exchange.
    void refused(ClientConnection connection, Refusal refusal);

    /// A tunnel stands; [#tunnelClosed] follows.
    void tunnelOpened();

    void tunnelClosed();
}
