package dev.portcullis.rules;

import dev.portcullis.rules.route.RouteTable;

/// What one site exposes.
///
/// @param name for messages, usually the first host
/// @param routes what is let through
/// @param otherwise what becomes of the rest
/// @param homeAssistant whether Home Assistant is behind it, whose apps take some answers for the end of their
///     login
public record SitePolicy(String name, RouteTable routes, Otherwise otherwise, boolean homeAssistant) {}
