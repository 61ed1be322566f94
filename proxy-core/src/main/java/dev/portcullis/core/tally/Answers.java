package dev.portcullis.core.tally;

import dev.portcullis.core.Traffic;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How often requests were answered in which way, as coarsely as counts tell it, on one event loop.
final class Answers {

    /// By the first digit of the status; none where there was no answer.
    private static final List<String> CLASSES = List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx");

    private final Cells counts = new Cells(CLASSES.size());

    /// @param status 0 for a request that was dropped or broken off before its answer
    void count(int status) {
        int hundreds = status / 100;
        counts.add(hundreds > 0 && hundreds < CLASSES.size() ? hundreds : 0, 1);
    }

    /// Those that happened.
    ///
    /// @param route by what kind of rule
    Stream<Traffic.Requests> snapshot(String route) {
        return IntStream.range(0, CLASSES.size())
                .filter(at -> counts.get(at) > 0)
                .mapToObj(at -> new Traffic.Requests(route, CLASSES.get(at), counts.get(at)));
    }
}
