package dev.portcullis.core.pipeline;

import dev.portcullis.core.ClientActivity;
import dev.portcullis.rules.net.Address;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// Asks every event loop who is connected. Costs nothing until somebody wants to know.
public final class Census {

    private static final long PATIENCE_SECONDS = 2;

    private final Map<EventLoop, LoopState> loops;

    public Census(Map<EventLoop, LoopState> loops) {
        this.loops = loops;
    }

    /// Those who asked most on the connections that are open, busiest first. Blocks; a loop that does not answer within
    /// two seconds is left out.
    ///
    /// @param most how many of them
    public List<ClientActivity> busiest(int most) {
        Map<Address, ClientActivity> all = new HashMap<>();
        loops.forEach((loop, state) -> {
            try {
                Future<List<ClientActivity>> asked =
                        loop.submit(() -> state.live().activity());
                if (asked.awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS) && asked.isSuccess()) {
                    asked.getNow().forEach(one -> all.merge(one.client(), one, ClientActivity::plus));
                }
            } catch (RejectedExecutionException _) {
                // The server is closing.
            }
        });
        return all.values().stream()
                .sorted(Comparator.comparingLong(ClientActivity::requests)
                        .thenComparingInt(ClientActivity::connections)
                        .reversed())
                .limit(most)
                .toList();
    }
}
