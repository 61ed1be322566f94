package dev.portcullis.app;

import dev.portcullis.rules.DetectionEngine;
import dev.portcullis.rules.Effect;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// The way to the engine, which one thread owns. Every call blocks until it is done; never made on an event loop.
interface EngineAccess {

    /// Looks, changes nothing.
    <T> T look(Function<DetectionEngine, T> question);

    /// Changes something; what follows from it is in force when this returns.
    Changed change(Function<DetectionEngine, List<Effect>> wish);

    /// What a change led to.
    ///
    /// @param written completes once it is on disk, or fails with the reason
    record Changed(List<Effect> effects, CompletableFuture<Void> written) {
        public Changed {
            effects = List.copyOf(effects);
        }
    }
}
