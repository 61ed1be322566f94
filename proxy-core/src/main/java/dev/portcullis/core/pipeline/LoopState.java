package dev.portcullis.core.pipeline;

import dev.portcullis.core.accept.LiveConnections;
import dev.portcullis.core.http.Backlog;
import dev.portcullis.core.http.ExchangeStart;
import dev.portcullis.core.http.HeadWriter;
import dev.portcullis.core.http2.HeadSpaces;
import dev.portcullis.core.pipeline.Generation.Everywhere;
import dev.portcullis.core.tally.LoopTally;
import dev.portcullis.core.upstream.UpstreamPool;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.PlatformDependent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one event loop owns: used on that loop only, so nothing in it is locked. All of it outlives a change of
/// the configuration but for [#now], and so do the connections that hold it.
public final class LoopState {

    private final HeadWriter writer = new HeadWriter();
    private final HeadSpaces spaces = new HeadSpaces();
    private final LiveConnections live = new LiveConnections();
    private final Backlog backlog;
    private final LoopTally tally;
    private final ExchangeStart https = new CurrentStages(() -> now().https());
    private final ExchangeStart http = new CurrentStages(() -> now().http());
    private LoopGeneration now;

    /// @param first in force before the first connection
    LoopState(Backlog backlog, LoopGeneration first) {
        this.backlog = backlog;
        this.tally = first.tally();
        this.now = first;
    }

    /// The loops of a server that begins with this configuration.
    public static Map<EventLoop, LoopState> of(Everywhere first) {
        // Half of the memory for buffers is for those that do not move; the rest must do for everybody else.
        long backlog = PlatformDependent.maxDirectMemory() / 2 / first.byLoop().size();
        Map<EventLoop, LoopState> loops = new HashMap<>();
        first.byLoop().forEach((loop, now) -> loops.put(loop, new LoopState(new Backlog(backlog), now)));
        return Map.copyOf(loops);
    }

    /// Puts another configuration in force on all of them; blocks until it is.
    ///
    /// @return how much of what was open is not allowed any more, and was ended
    public static int swap(Map<EventLoop, LoopState> loops, Everywhere next) {
        List<Future<Integer>> swaps = new ArrayList<>();
        loops.forEach((loop, state) -> swaps.add(loop.submit(() -> state.swap(next.on(loop)))));
        int ended = 0;
        for (Future<Integer> swap : swaps) {
            ended += swap.syncUninterruptibly().getNow();
        }
        return ended;
    }

    /// Puts another configuration in force: requests that begin after this are judged by it, whatever
    /// connection they come on. Exchanges under way keep the relay that they began with; the idle connections
    /// of upstreams that are not there any more are closed.
    ///
    /// @return as above
    int swap(LoopGeneration next) {
        LoopGeneration before = now;
        now = next;
        List<UpstreamPool> gone = before.poolsNotIn(next);
        gone.forEach(UpstreamPool::retire);
        return new ConnectionReview(before.shared(), next.shared()).of(live);
    }

    /// The configuration in force.
    LoopGeneration now() {
        return now;
    }

    HeadWriter writer() {
        return writer;
    }

    HeadSpaces spaces() {
        return spaces;
    }

    Backlog backlog() {
        return backlog;
    }

    /// What this loop has counted; may be read on any thread.
    public LoopTally tally() {
        return tally;
    }

    /// The client connections of this loop.
    public LiveConnections live() {
        return live;
    }

    /// The stages of requests that came over TLS, as configured when each comes.
    ExchangeStart https() {
        return https;
    }

    /// The stage of requests that did not.
    ExchangeStart http() {
        return http;
    }
}
