package dev.portcullis.rules.path;

/// What became of a request-target (RFC 9112 §3.2): the one path that everybody will see, or the reason why there
/// is none.
public sealed interface Target {

    /// A path that reads the same to everybody.
    ///
    /// @param path what is judged and forwarded
    /// @param queryStart index of `?` in the octets that were parsed, or their end when there is no query; from
    ///     here on they are forwarded byte for byte
    record Accepted(NormalPath path, int queryStart) implements Target {}

    /// A target that is answered with 400 and never repaired.
    ///
    /// @param violation the first one found, the path before the query
    record Refused(PathViolation violation) implements Target {}

    /// Reads a target in origin-form (RFC 9112 §3.2.1).
    ///
    /// The query is the upstream's business and may hold anything percent-encoded; only octets that cannot stand in
    /// a request line (controls, space, `#`, above 0x7f) are refused in it.
    ///
    /// @param from index of the first octet
    /// @param to index behind the last octet
    static Target parse(byte[] octets, int from, int to) {
        return TargetReader.read(octets, from, to);
    }
}
