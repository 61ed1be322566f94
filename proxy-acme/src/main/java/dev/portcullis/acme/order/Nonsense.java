package dev.portcullis.acme.order;

import java.io.IOException;

/// An authority answered with what RFC 8555 does not know.
final class Nonsense extends IOException {

    private static final long serialVersionUID = 1L;

    /// @param what was found
    Nonsense(String what) {
        super(what);
    }
}
