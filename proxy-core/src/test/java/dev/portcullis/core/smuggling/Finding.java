package dev.portcullis.core.smuggling;

/// Something that should not have happened.
///
/// @param where the case, or the bytes where none can be told
record Finding(Kind kind, String where, String what) {

    enum Kind {
        /// The upstream saw a request that policy did not approve.
        SMUGGLED,
        /// The upstream got bytes that are no request.
        MALFORMED,
        /// The upstream saw a request for the exposed path that nobody meant.
        UNMEANT,
        /// A request that should have passed did not, or not as it was meant.
        MISSING,
        /// The upstream was told something about the client that is not so.
        CLAIM,
        /// A client got what is not its own, or was not told off.
        ANSWER
    }

    @Override
    public String toString() {
        return "\n" + kind + ": " + what + "\n    " + where;
    }
}
