package dev.portcullis.rules.signal;

/// Looks at the first text messages of a websocket, whole, unmasked and inflated.
public interface MessageReader {

    /// Longest message that is looked at, in bytes after inflation; of a longer one only this much.
    int LONGEST_MESSAGE = 16 * 1024;

    /// A message from the upstream.
    ///
    /// @return whether more is to be seen; once false, the tap goes blind for good
    boolean fromServer(byte[] octets, int from, int to);

    /// A message from the client.
    boolean fromClient(byte[] octets, int from, int to);

    /// Whether all is known that was to be found out: then [ExchangeReader#answered] is due.
    boolean decided();
}
