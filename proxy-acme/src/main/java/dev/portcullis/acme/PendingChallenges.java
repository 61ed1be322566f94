package dev.portcullis.acme;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What is being validated right now, by handshake (RFC 8737) and by HTTP (RFC 8555 §8.3).
///
/// Written by whoever proves a name, read on event loops: every method returns at once.
public final class PendingChallenges {

    private final Map<String, KeyAndChain> handshakes = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    public PendingChallenges() {}

    /// Answers handshakes for this name with this certificate.
    ///
    /// @param serverName lower case; for an address its reverse name (RFC 8738 §6)
    public void answerHandshake(String serverName, KeyAndChain certificate) {
        handshakes.put(serverName, certificate);
    }

    public void forgetHandshake(String serverName) {
        handshakes.remove(serverName);
    }

    /// Answers requests for this token.
    public void answerRequest(String token, String keyAuthorization) {
        tokens.put(token, keyAuthorization);
    }

    public void forgetRequest(String token) {
        tokens.remove(token);
    }

    /// Whether an authority may come by handshake just now.
    public boolean awaitsHandshake() {
        return !handshakes.isEmpty();
    }

    /// Whether an authority may come by HTTP just now.
    public boolean awaitsRequest() {
        return !tokens.isEmpty();
    }

    public Optional<KeyAndChain> certificate(String serverName) {
        return Optional.ofNullable(handshakes.get(serverName));
    }

    public Optional<String> keyAuthorization(String token) {
        return Optional.ofNullable(tokens.get(token));
    }
}
