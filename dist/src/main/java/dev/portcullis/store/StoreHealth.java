package dev.portcullis.store;

/// How the writing goes.
///
/// @param pending effects that wait for the disk
/// @param lost effects that were dropped since start, because the disk stalled or was full
/// @param trouble the last failure, in words; empty while all is well
public record StoreHealth(int pending, long lost, String trouble) {}
