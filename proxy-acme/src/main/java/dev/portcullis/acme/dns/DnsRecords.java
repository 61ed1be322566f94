package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;

/// The TXT records of a zone that somebody else keeps.
///
/// Blocks, for a bounded time; called on virtual threads. Records of others are never touched.
public interface DnsRecords {

    /// Adds a value; what else the name holds stays, where the provider can do that.
    ///
    /// @param name such as `_acme-challenge.home.example.org`, without a trailing dot
    void add(String name, String value) throws AcmeFailure;

    /// Removes the value; nothing happens if it is not there.
    void remove(String name, String value) throws AcmeFailure;

    /// Whether a record of that name can be kept here, as far as its name tells.
    default boolean keeps(String name) {
        return true;
    }

    /// Whether a name holds one value only, so that a second one would replace the first.
    default boolean holdsOneValue() {
        return false;
    }
}
