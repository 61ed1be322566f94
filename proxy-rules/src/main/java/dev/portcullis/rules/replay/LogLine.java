package dev.portcullis.rules.replay;

import dev.portcullis.rules.signal.Observation;

/// What a line of a log tells.
sealed interface LogLine {

    /// All that was seen.
    record Own(Observation seen) implements LogLine {}

    /// A request, of which a status has to say what it was.
    record Foreign(ForeignRequest request) implements LogLine {}

    /// Nothing about a client.
    enum Other implements LogLine {
        REMARK
    }
}
