package dev.portcullis.admin;

/// What became of a call to the admin socket.
public sealed interface AdminReply {

    /// The server answered.
    ///
    /// @param status an HTTP status
    record Answered(int status, String json) implements AdminReply {}

    /// There is no socket, or nobody behind it.
    record NotRunning() implements AdminReply {}

    /// A server runs, under another user than ours.
    record NoPermission() implements AdminReply {}

    /// Something else went wrong.
    ///
    /// @param message in the form `where: what was found (expected: …). Hint.`
    record Failed(String message) implements AdminReply {}
}
