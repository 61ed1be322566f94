package dev.portcullis.doctor;

import java.util.List;

/// Looks at one thing, or a family of things. Blocks, for a bounded time; the others go on meanwhile.
interface Exam {

    /// What it looks at, for whoever waits: `names`.
    String about();

    /// Never fails: what cannot be looked at is a finding too.
    List<Finding> look(Patient patient);
}
