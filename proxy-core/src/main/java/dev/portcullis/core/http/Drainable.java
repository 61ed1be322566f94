package dev.portcullis.core.http;

import java.util.function.Predicate;

/// A client connection whose exchanges can be ended from outside.
public interface Drainable {

    /// Finishes what is under way and takes nothing new; idle connections and tunnels end now.
    void stop();

    /// Ends at once each exchange that is under way and each tunnel to which this applies.
    void review(Predicate<Exchange> refused);
}
