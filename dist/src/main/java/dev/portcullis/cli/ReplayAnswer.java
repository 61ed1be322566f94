package dev.portcullis.cli;

import dev.portcullis.rules.replay.ReplayReport;
import java.util.Optional;

/// What replays came to.
///
/// @param files how many were read
/// @param report under the one policy, or the current one of two
/// @param other under the other of two
public record ReplayAnswer(int files, ReplayReport report, Optional<ReplayReport> other) {}
