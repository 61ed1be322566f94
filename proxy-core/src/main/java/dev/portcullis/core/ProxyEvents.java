package dev.portcullis.core;

import dev.portcullis.rules.net.Address;

/// What the data plane tells the program. Called on event loops: implementations hand over and return.
public interface ProxyEvents {

    /// Nobody listens.
    ProxyEvents NONE = new ProxyEvents() {};

    /// The site's upstream could not be reached; told once until it is back.
    ///
    /// @param upstream `http://host:port` as configured
    /// @param cause short and safe to print
    default void upstreamDown(String upstream, String cause) {}

    /// The upstream answers again after [#upstreamDown].
    default void upstreamUp(String upstream) {}

    /// A connection or a request was refused by Portcullis itself.
    ///
    /// @param client the derived client address
    /// @param refusal its one name, as in `docs/refusals.md`
    default void refused(Address client, String refusal) {}
}
