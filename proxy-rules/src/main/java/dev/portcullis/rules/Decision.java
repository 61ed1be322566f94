package dev.portcullis.rules;

import dev.portcullis.rules.route.Route;

/// What becomes of a request.
public sealed interface Decision {

    /// It goes to the upstream.
    ///
    /// @param route the route that let it through
    record Forward(Route route) implements Decision {}

    /// It goes nowhere.
    ///
    /// @param how what the client gets to see
    record Refuse(Otherwise how) implements Decision {}
}
