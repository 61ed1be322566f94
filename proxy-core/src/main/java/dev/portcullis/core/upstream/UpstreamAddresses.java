package dev.portcullis.core.upstream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// The addresses behind an upstream's name, asked of the system's resolver off the event loops.
///
/// A name that no longer resolves keeps its last addresses: a DNS server that restarts takes nobody's house down.
final class UpstreamAddresses {

    private final String host;
    private final int port;
    private volatile List<InetSocketAddress> current;

    private UpstreamAddresses(String host, int port, List<InetSocketAddress> current) {
        this.host = host;
        this.port = port;
        this.current = current;
    }

    /// Blocks until the name is resolved for the first time.
    ///
    /// @param host a name or an address literal
    public static UpstreamAddresses resolve(String host, int port) throws UnknownHostException {
        return new UpstreamAddresses(host, port, look(host, port));
    }

    /// Addresses that are known already.
    static UpstreamAddresses of(String host, List<InetSocketAddress> known) {
        return new UpstreamAddresses(host, known.getFirst().getPort(), List.copyOf(known));
    }

    /// Blocks; meant for a thread of its own, every now and then.
    public void refresh() {
        try {
            current = look(host, port);
        } catch (UnknownHostException _) {
            // The last known addresses stay.
        }
    }

    List<InetSocketAddress> current() {
        return current;
    }

    private static List<InetSocketAddress> look(String host, int port) throws UnknownHostException {
        List<InetSocketAddress> found = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            found.add(new InetSocketAddress(address, port));
        }
        return List.copyOf(found);
    }
}
