package dev.portcullis.setup;

import java.util.Optional;

/// Somebody who may answer.
public interface Prompt {

    /// Tells something.
    void say(String text);

    /// Asks, and waits for a line.
    ///
    /// @return empty when nobody answers (any more)
    Optional<String> ask(String question);
}
