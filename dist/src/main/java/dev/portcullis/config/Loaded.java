package dev.portcullis.config;

import java.util.List;

/// What came of reading a configuration file.
public sealed interface Loaded {

    /// The file can be used.
    ///
    /// @param warnings by position in the file
    record Ok(Config config, List<Warning> warnings) implements Loaded {
        public Ok {
            warnings = List.copyOf(warnings);
        }
    }

    /// The file cannot be used.
    ///
    /// @param problems all that were found, by position in the file; at least one
    record Broken(List<Problem> problems) implements Loaded {
        public Broken {
            problems = List.copyOf(problems);
        }
    }
}
