package dev.portcullis.admin;

import java.time.Duration;

/// How much one admin connection may cost.
///
/// @param headBytes request line and header fields
/// @param bodyBytes the request's body; room is made only for as much as is announced
/// @param connections at the same time; one more is closed at once
/// @param time for a whole exchange, from accept to the last byte of the answer; longer than any change may take, so
///     that whoever waits hears how it went
public record AdminLimits(int headBytes, int bodyBytes, int connections, Duration time) {

    /// 64 KiB, 8 MiB, 16 connections, 60 seconds.
    public static final AdminLimits DEFAULT = new AdminLimits(64 * 1024, 8 << 20, 16, Duration.ofSeconds(60));
}
