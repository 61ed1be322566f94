package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;

/// Finds out where the rest of the world sees this machine.
@FunctionalInterface
interface AddressQuestion {

    /// Blocks, for a bounded time.
    ///
    /// @return never without any address
    PublicAddress ask() throws AcmeFailure, InterruptedException;
}
