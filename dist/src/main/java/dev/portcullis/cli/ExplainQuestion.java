package dev.portcullis.cli;

/// A request that the user asks about, as typed.
///
/// @param url absolute, or a path
/// @param from the client's address
public record ExplainQuestion(String method, String url, String from) {}
