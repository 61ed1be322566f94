package dev.portcullis.rules.signal;

/// Looks at the body of a message as it passes. Never throws over what it reads.
public interface BodyReader {

    /// The next bytes, content coding undone.
    ///
    /// @param octets not kept, not changed
    /// @return whether it wants to see more
    boolean data(byte[] octets, int from, int to);
}
