package dev.portcullis.core.smuggling;

/// How an upstream reads requests.
enum Reading {
    /// To the letter of RFC 9112; whatever else it gets is malformed.
    STRICT,
    /// Loosely, believing Content-Length in any spelling, also beside Transfer-Encoding.
    LENGTH,
    /// Loosely, believing anything that looks like chunked, and ending lines at any CR or LF.
    CHUNKS
}
