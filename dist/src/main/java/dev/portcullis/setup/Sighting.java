package dev.portcullis.setup;

/// What answered where Home Assistant might be.
public sealed interface Sighting {

    /// Home Assistant.
    ///
    /// @param version empty if it does not tell
    /// @param trusts whether it takes a client's address from us
    /// @param from the address of this machine that it sees; empty if that is unknown
    record House(String version, boolean trusts, String from) implements Sighting {}

    /// Something else.
    ///
    /// @param what in words, safe to print
    record Stranger(String what) implements Sighting {}

    /// Nothing.
    ///
    /// @param why in words, safe to print
    record Nobody(String why) implements Sighting {}

    /// Looks.
    interface Search {

        /// Blocks for a few seconds at most.
        ///
        /// @param upstream `http://host:port`
        Sighting look(String upstream);
    }
}
