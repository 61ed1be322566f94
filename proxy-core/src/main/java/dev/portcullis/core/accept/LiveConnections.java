package dev.portcullis.core.accept;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The client connections of one event loop, used on that loop only.
public final class LiveConnections {

    private final Set<Channel> channels = new HashSet<>();

    /// Keeps the channel until it closes.
    public void add(Channel channel) {
        channels.add(channel);
        channel.closeFuture().addListener(closed -> channels.remove(channel));
    }

    /// Those open now, as a copy: what is done to them may close them.
    public List<Channel> all() {
        return new ArrayList<>(channels);
    }
}
