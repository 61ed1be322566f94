package dev.portcullis.rules.limit;

import dev.portcullis.rules.net.ClientKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// The clients that have a connection open. They are held here whatever happens to the table of recent clients, so a
/// flood of other addresses cannot make a client's open connections forgotten. As many as there are connections.
final class OpenConnections {

    private final ConcurrentMap<ClientKey, ClientAllowance> clients = new ConcurrentHashMap<>();

    @Nullable
    ClientAllowance of(ClientKey client) {
        return clients.get(client);
    }

    /// Counts one more, unless there are as many as may be.
    boolean opened(ClientAllowance allowance, int most) {
        boolean[] admitted = new boolean[1];
        clients.compute(allowance.client(), (_, held) -> {
            admitted[0] = allowance.open() < most;
            if (admitted[0]) {
                allowance.open(allowance.open() + 1);
            }
            return held == null && admitted[0] ? allowance : held;
        });
        return admitted[0];
    }

    int size() {
        return clients.size();
    }

    void closed(ClientAllowance allowance) {
        clients.compute(allowance.client(), (_, held) -> {
            allowance.open(Math.max(0, allowance.open() - 1));
            return held == allowance && allowance.open() == 0 ? null : held;
        });
    }
}
