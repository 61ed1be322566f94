package dev.portcullis.core;

import java.util.List;

/// Listening sockets that were open before this program started, and stay open after it: who connects while it is
/// started anew waits for it.
@FunctionalInterface
public interface InheritedSockets {

    /// None: every listener is bound.
    InheritedSockets NONE = (key, listener) -> List.of();

    /// File descriptors of the sockets that stand for a listener, listening and non-blocking; most of the time none,
    /// and then it is bound. Whoever asks closes them.
    ///
    /// @param key the config key: `listen.https` or `listen.http`
    /// @throws StartFailure if there are such sockets and they cannot be used
    List<Integer> open(String key, ListenAddress listener) throws StartFailure;
}
