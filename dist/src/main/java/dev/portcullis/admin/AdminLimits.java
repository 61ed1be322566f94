package dev.portcullis.admin;

import java.time.Duration;

/// How much one admin connection may cost.
///
/// @param requestBytes request head and body together
/// @param connections at the same time; one more is closed at once
/// @param time for a whole exchange, from accept to the last byte of the answer
public record AdminLimits(int requestBytes, int connections, Duration time) {

    /// 64 KiB, 16 connections, 10 seconds.
    public static final AdminLimits DEFAULT = new AdminLimits(64 * 1024, 16, Duration.ofSeconds(10));
}
