package dev.portcullis.core.http;

/// A client connection that can be asked to come to an end.
public interface Drainable {

    /// Finishes what is under way and takes nothing new; idle connections and tunnels end now.
    void stop();
}
