package dev.portcullis.core.pipeline;

import dev.portcullis.core.http.Drainable;
import dev.portcullis.core.upstream.UpstreamPool;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The orderly end of a data plane: no new connections, requests in flight finish, tunnels are told, then all is
/// closed.
public final class Drain {

    private final List<Channel> listeners;
    private final Map<EventLoop, LoopState> loops;

    public Drain(List<Channel> listeners, Map<EventLoop, LoopState> loops) {
        this.listeners = List.copyOf(listeners);
        this.loops = loops;
    }

    /// Blocks until every connection is closed, by itself or when the time is up.
    public void run(Duration limit) {
        for (Channel listener : listeners) {
            listener.close().awaitUninterruptibly();
        }
        List<Channel> open = stopAll();
        CountDownLatch closed = new CountDownLatch(open.size());
        for (Channel channel : open) {
            channel.closeFuture().addListener(done -> closed.countDown());
        }
        try {
            if (!closed.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                open.forEach(Channel::close);
            }
        } catch (InterruptedException _) {
            open.forEach(Channel::close);
            Thread.currentThread().interrupt();
        }
        loops.forEach((loop, state) -> loop.execute(() -> state.now().pools().forEach(UpstreamPool::close)));
    }

    private List<Channel> stopAll() {
        List<Channel> open = new ArrayList<>();
        loops.forEach((loop, state) -> open.addAll(loop.submit(() -> {
                    List<Channel> live = state.live().all();
                    live.forEach(Drain::stop);
                    return live;
                })
                .syncUninterruptibly()
                .getNow()));
        return open;
    }

    private static void stop(Channel channel) {
        for (Map.Entry<String, ChannelHandler> entry : channel.pipeline()) {
            if (entry.getValue() instanceof Drainable drainable) {
                drainable.stop();
                return;
            }
        }
        channel.close();
    }
}
