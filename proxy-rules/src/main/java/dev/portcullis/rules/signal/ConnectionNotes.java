package dev.portcullis.rules.signal;

/// What a connection's earlier exchanges have shown already, so that a good credential is not told of at every
/// request.
///
/// One for each client connection, used on its thread only.
public final class ConnectionNotes {

    private static final int LONGEST_REQUEST = 512;

    private int lastGood;
    private boolean agentSeen;
    private String denied = "";

    /// Of a new connection.
    public ConnectionNotes() {}

    /// Whether this good credential is another than the last one.
    ///
    /// @param fingerprint any hash of client and credential; a collision costs one observation
    boolean isNews(int fingerprint) {
        boolean news = fingerprint != lastGood;
        lastGood = fingerprint;
        return news;
    }

    /// True at the first call.
    boolean isFirstAgent() {
        boolean first = !agentSeen;
        agentSeen = true;
        return first;
    }

    /// A request was answered with 401 or 403.
    ///
    /// @param request all of it that the answer may depend on, but for credentials
    void denied(String request) {
        denied = request.length() > LONGEST_REQUEST ? "" : request;
    }

    /// Whether this very request was the last to be denied.
    boolean wasDenied(String request) {
        return !denied.isEmpty() && denied.equals(request);
    }
}
