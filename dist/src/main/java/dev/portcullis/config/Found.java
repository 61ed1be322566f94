package dev.portcullis.config;

/// A value and where it is written.
record Found<T>(T value, Where where) {}
