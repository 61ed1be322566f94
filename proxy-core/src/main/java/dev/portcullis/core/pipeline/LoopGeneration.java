package dev.portcullis.core.pipeline;

import dev.portcullis.core.http.ExchangeStart;
import dev.portcullis.core.http1.HeadReaders;
import dev.portcullis.core.http2.RequestFields;
import dev.portcullis.core.tally.LoopTally;
import dev.portcullis.core.upstream.UpstreamPool;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// What one configuration means on one event loop.
///
/// @param shared what it means everywhere
/// @param tally the loop's counts: the same whatever the configuration
/// @param pools one for each site; those of upstreams that did not change are those of the configuration before
/// @param https the stages of requests that came over TLS
/// @param http the stage of requests that did not
record LoopGeneration(
        Generation shared,
        HeadReaders readers,
        RequestFields requestFields,
        LoopTally tally,
        List<UpstreamPool> pools,
        ExchangeStart https,
        ExchangeStart http) {

    LoopGeneration {
        pools = List.copyOf(pools);
    }

    List<UpstreamPool> poolsNotIn(LoopGeneration next) {
        Set<UpstreamPool> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(next.pools);
        return pools.stream().filter(pool -> !kept.contains(pool)).toList();
    }
}
