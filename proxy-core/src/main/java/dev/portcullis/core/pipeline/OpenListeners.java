package dev.portcullis.core.pipeline;

import dev.portcullis.core.ListenAddress;
import dev.portcullis.core.ProxyConfig;
import dev.portcullis.core.StartFailure;
import dev.portcullis.rules.net.Address;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// The listening sockets that are open, by address: a change of the configuration leaves those alone that stay.
public final class OpenListeners {

    private final Listeners https;
    private final Listeners http;
    private volatile List<Open> open = List.of();

    /// @param tls whether it is one of `listen.https`
    /// @param address as configured
    /// @param channels one, or several that were inherited for the same address, such as one of each IP version
    private record Open(boolean tls, ListenAddress address, List<Channel> channels) {

        boolean is(boolean wantedTls, ListenAddress wanted) {
            return tls == wantedTls && address.equals(wanted);
        }

        int port() {
            return channels.getFirst().localAddress() instanceof InetSocketAddress local ? local.getPort() : 0;
        }
    }

    public OpenListeners(Listeners https, Listeners http) {
        this.https = https;
        this.http = http;
    }

    /// What a change needs, bound and not yet in force.
    public final class Change {

        private final ProxyConfig config;
        private final List<Open> staying = new ArrayList<>();
        private final List<Open> added = new ArrayList<>();
        private final List<Open> leaving;
        /// Closed already, as what comes would have their place.
        private final List<Open> gone = new ArrayList<>();

        private Change(ProxyConfig config) throws StartFailure {
            this.config = config;
            leaving = new ArrayList<>(open);
            List<ListenAddress> newHttps = keep(true, config.https());
            List<ListenAddress> newHttp = keep(false, config.http());
            try {
                bind(true, newHttps);
                bind(false, newHttp);
            } catch (StartFailure e) {
                throw undone(e);
            }
        }

        /// Takes over those that stay.
        ///
        /// @return those that are new
        private List<ListenAddress> keep(boolean tls, List<ListenAddress> wanted) {
            List<ListenAddress> missing = new ArrayList<>();
            for (ListenAddress address : wanted) {
                if (leaving.stream().anyMatch(it -> it.is(tls, address))) {
                    staying.add(take(tls, address, leaving));
                } else {
                    missing.add(address);
                }
            }
            return missing;
        }

        private void bind(boolean tls, List<ListenAddress> addresses) throws StartFailure {
            for (ListenAddress address : addresses) {
                makeRoom(address);
                added.add(listen(tls, address));
            }
        }

        /// One of ours that leaves may hold the port, such as `:443` where `192.0.2.1:443` comes.
        private void makeRoom(ListenAddress address) {
            List<Open> inTheWay = leaving.stream()
                    .filter(it -> address.port() != 0 && it.port() == address.port())
                    .toList();
            leaving.removeAll(inTheWay);
            gone.addAll(inTheWay);
            inTheWay.forEach(Change::close);
        }

        /// The new ones are open already; closes those that are not wanted any more. Connections that came by
        /// them stay.
        public void commit() {
            leaving.forEach(Change::close);
            List<Open> all = new ArrayList<>(staying);
            all.addAll(added);
            List<Open> inOrder = new ArrayList<>();
            config.https().forEach(address -> inOrder.add(take(true, address, all)));
            config.http().forEach(address -> inOrder.add(take(false, address, all)));
            open = List.copyOf(inOrder);
        }

        private StartFailure undone(StartFailure cause) {
            try {
                undo();
                return cause;
            } catch (StartFailure lost) {
                return new StartFailure(cause.getMessage() + " A listener that had to make room is lost: "
                        + lost.getMessage() + " Restart.");
            }
        }

        /// As it was before.
        ///
        /// @throws StartFailure if one that had to make room cannot be opened again
        private void undo() throws StartFailure {
            added.forEach(Change::close);
            List<Open> all = new ArrayList<>(staying);
            all.addAll(leaving);
            for (Open closed : gone) {
                all.add(listen(closed.tls(), closed.address()));
            }
            open = List.copyOf(all);
        }

        private static void close(Open listener) {
            listener.channels().forEach(channel -> channel.close().awaitUninterruptibly());
        }
    }

    /// Binds what a configuration wants and is not open yet; all of it or nothing.
    ///
    /// @throws StartFailure for the first that cannot be bound; the others are as they were
    public Change change(ProxyConfig config) throws StartFailure {
        return new Change(config);
    }

    private static Open take(boolean tls, ListenAddress address, List<Open> from) {
        for (int i = 0; i < from.size(); i++) {
            if (from.get(i).is(tls, address)) {
                return from.remove(i);
            }
        }
        throw new IllegalStateException(address + ": no such listener");
    }

    private Open listen(boolean tls, ListenAddress address) throws StartFailure {
        List<Channel> channels =
                tls ? https.bind("listen.https", List.of(address)) : http.bind("listen.http", List.of(address));
        return new Open(tls, address, channels);
    }

    /// All of them, for the end.
    public List<Channel> channels() {
        return open.stream().flatMap(it -> it.channels().stream()).toList();
    }

    /// Where they are bound, ports resolved.
    ///
    /// @param tls which of the two kinds
    public List<ListenAddress> bound(boolean tls) {
        return open.stream()
                .filter(it -> it.tls() == tls)
                .flatMap(it -> it.channels().stream())
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .map(address -> address.getAddress().isAnyLocalAddress()
                        ? new ListenAddress(null, address.getPort())
                        : new ListenAddress(Address.of(address.getAddress()).toString(), address.getPort()))
                .toList();
    }
}
