package dev.portcullis.core.accept;

import dev.portcullis.core.ClientActivity;
import dev.portcullis.rules.net.Address;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// The client connections of one event loop, used on that loop only.
public final class LiveConnections {

    private final Map<Channel, ClientConnection> channels = new HashMap<>();

    /// Keeps the channel until it closes.
    public void add(Channel channel, ClientConnection connection) {
        channels.put(channel, connection);
        channel.closeFuture().addListener(closed -> channels.remove(channel));
    }

    /// Those open now, as a copy: what is done to them may close them.
    public List<Channel> all() {
        return new ArrayList<>(channels.keySet());
    }

    /// Shows each of them; what is done to it may close it.
    public void forEach(BiConsumer<Channel, ClientConnection> look) {
        new ArrayList<>(channels.entrySet()).forEach(live -> look.accept(live.getKey(), live.getValue()));
    }

    /// One for each client.
    public List<ClientActivity> activity() {
        Map<Address, ClientActivity> byClient = new HashMap<>();
        for (ClientConnection connection : channels.values()) {
            ClientActivity one = connection.activity();
            byClient.merge(one.client(), one, ClientActivity::plus);
        }
        return List.copyOf(byClient.values());
    }

    /// Closes the connections of these clients, whatever they carry; a front proxy's only if what it carries
    /// just now is theirs, and what may be a validation only once it has shown that it is none.
    public void evict(Predicate<Address> banned) {
        // A copy, since a reprieve may cost another connection its place, and a close takes one out.
        new ArrayList<>(channels.entrySet()).forEach(live -> {
            ClientConnection connection = live.getValue();
            ClientIdentity owner = connection.owner();
            if (owner != null && banned.test(owner.address()) && !connection.reprieved()) {
                live.getKey().close();
            }
        });
    }
}
