package dev.portcullis.core;

import java.util.List;

/// A protocol by which a suite's requests come in, many at a time.
interface Door {

    /// Sends each request, marked with its index, and waits for each one's end.
    ///
    /// @return the statuses, in order; 0 where there was no answer
    List<Integer> statuses(TestProxy proxy, List<Asked> requests);
}
