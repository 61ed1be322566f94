package dev.portcullis.core.tally;

import dev.portcullis.core.Traffic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The counts of all event loops together.
public final class Sum {

    private final List<LoopTally> loops;

    public Sum(Collection<LoopTally> loops) {
        this.loops = List.copyOf(loops);
    }

    public long acceptedHttps() {
        return loops.stream().mapToLong(LoopTally::acceptedHttps).sum();
    }

    public long acceptedHttp() {
        return loops.stream().mapToLong(LoopTally::acceptedHttp).sum();
    }

    public List<Traffic.Protocol> protocols() {
        return List.of(
                loops.stream()
                        .map(LoopTally::http1)
                        .reduce(Traffic.Protocol::plus)
                        .orElseThrow(),
                loops.stream()
                        .map(LoopTally::http2)
                        .reduce(Traffic.Protocol::plus)
                        .orElseThrow());
    }

    /// By name.
    public List<Traffic.Site> sites() {
        Map<String, Traffic.Site> byName = new TreeMap<>();
        for (LoopTally loop : loops) {
            loop.sites().forEach((name, site) -> byName.merge(name, site.snapshot(name), Traffic.Site::plus));
        }
        return List.copyOf(byName.values());
    }
}
