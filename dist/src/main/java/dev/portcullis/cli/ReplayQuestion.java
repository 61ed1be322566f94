package dev.portcullis.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which logs to replay under which policy, as typed.
///
/// @param logs files; `-` is standard input
/// @param policy a configuration to use in place of the current one
/// @param diff whether to use both
public record ReplayQuestion(List<String> logs, Optional<Path> policy, boolean diff) {

    public ReplayQuestion {
        logs = List.copyOf(logs);
    }
}
