package dev.portcullis.rules.signal;

/// What is kept of a request.
///
/// @param method as sent; empty for what happened before a request
/// @param path without query, with secret segments replaced by `~` and the first digits of their keyed hash; raw
///     bytes of the network all the same, so it is escaped where it is shown. At most 512 characters
/// @param agent User-Agent, at most 200 characters, as raw
/// @param crossSite whether a page of another site may have made a browser send it (Fetch Metadata,
///     else `Origin`)
public record RequestTrace(String method, String path, String agent, boolean crossSite) {

    /// Of something that happened before a request.
    public static final RequestTrace NONE = new RequestTrace("", "", "", false);
}
