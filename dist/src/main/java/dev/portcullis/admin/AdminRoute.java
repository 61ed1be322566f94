package dev.portcullis.admin;

import java.util.function.Function;

/// One thing that the admin socket can do.
///
/// @param method `GET` for what only looks, `POST` for what changes something
/// @param path the whole path, such as `/v1/status`; no patterns
/// @param action called on a thread of its own per request; may block
public record AdminRoute(String method, String path, Function<AdminRequest, AdminAnswer> action) {}
