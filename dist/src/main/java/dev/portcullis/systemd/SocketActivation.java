package dev.portcullis.systemd;

import dev.portcullis.core.InheritedSockets;
import dev.portcullis.core.ListenAddress;
import dev.portcullis.core.StartFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The listening sockets that systemd opened for us: sd_listen_fds(3).
///
/// A socket stands for the listener with its address. One whose `FileDescriptorName=` is `https` or `http` is of that
/// kind, and where its address is no listener's, it takes the place of the first one without a socket. One that stands
/// for nothing is a mistake in one of the two files, and refused: a port that nobody answers would look like an outage.
///
/// Each is kept until the end, and handed out as a copy: a listener that a reload removes may come back.
public final class SocketActivation implements InheritedSockets {

    private static final int FIRST = 3;

    private final Map<String, List<GivenSocket>> byListener;

    private record Listener(String key, ListenAddress address) {

        String kind() {
            return key.substring(key.lastIndexOf('.') + 1);
        }

        String place() {
            return key + " " + address;
        }
    }

    private SocketActivation(Map<String, List<GivenSocket>> byListener) {
        this.byListener = byListener;
    }

    /// Reads `LISTEN_PID`, `LISTEN_FDS` and `LISTEN_FDNAMES`, and finds each socket's listener.
    ///
    /// @param environment looks up environment variables; null when one is not set
    /// @param pid our own: sockets for another process are none of our business
    /// @throws StartFailure if a socket cannot be used, or stands for no listener
    public static InheritedSockets of(
            Function<String, @Nullable String> environment,
            long pid,
            List<ListenAddress> https,
            List<ListenAddress> http)
            throws StartFailure {
        List<GivenSocket> given = given(environment, pid);
        if (given.isEmpty()) {
            return NONE;
        }
        return new SocketActivation(assigned(given, https, http));
    }

    /// Which sockets stand for which listener, by its key and address: `listen.https :443`.
    static Map<String, List<GivenSocket>> assigned(
            List<GivenSocket> given, List<ListenAddress> https, List<ListenAddress> http) throws StartFailure {
        List<Listener> listeners = new ArrayList<>();
        https.forEach(address -> listeners.add(new Listener("listen.https", address)));
        http.forEach(address -> listeners.add(new Listener("listen.http", address)));
        return assigned(given, listeners);
    }

    private static List<GivenSocket> given(Function<String, @Nullable String> environment, long pid)
            throws StartFailure {
        if (!Long.toString(pid).equals(environment.apply("LISTEN_PID"))) {
            return List.of();
        }
        String count = Optional.ofNullable(environment.apply("LISTEN_FDS")).orElse("");
        String[] names = Optional.ofNullable(environment.apply("LISTEN_FDNAMES"))
                .orElse("")
                .split(":", -1);
        List<GivenSocket> given = new ArrayList<>();
        try {
            for (int i = 0; i < Integer.parseInt(count); i++) {
                given.add(GivenSocket.of(FIRST + i, i < names.length ? names[i] : ""));
            }
        } catch (NumberFormatException _) {
            throw new StartFailure("LISTEN_FDS: \"" + count + "\" (expected: how many sockets there are).");
        }
        return given;
    }

    private static Map<String, List<GivenSocket>> assigned(List<GivenSocket> given, List<Listener> listeners)
            throws StartFailure {
        Map<String, List<GivenSocket>> assigned = new TreeMap<>();
        List<GivenSocket> homeless = new ArrayList<>();
        for (GivenSocket socket : given) {
            Optional<Listener> home = listeners.stream()
                    .filter(listener -> mayBe(socket, listener) && socket.isBoundTo(listener.address()))
                    .findFirst();
            home.ifPresentOrElse(listener -> add(assigned, listener, socket), () -> homeless.add(socket));
        }
        for (GivenSocket socket : homeless) {
            Listener home = listeners.stream()
                    .filter(listener ->
                            listener.kind().equals(socket.name()) && !assigned.containsKey(listener.place()))
                    .findFirst()
                    .orElseThrow(() -> stray(socket, listeners));
            add(assigned, home, socket);
        }
        return assigned;
    }

    /// A name that says nothing of the kind, such as that of the unit, leaves it to the address.
    private static boolean mayBe(GivenSocket socket, Listener listener) {
        boolean says = socket.name().equals("https") || socket.name().equals("http");
        return !says || socket.name().equals(listener.kind());
    }

    private static void add(Map<String, List<GivenSocket>> assigned, Listener listener, GivenSocket socket) {
        assigned.computeIfAbsent(listener.place(), _ -> new ArrayList<>()).add(socket);
    }

    private static StartFailure stray(GivenSocket socket, List<Listener> listeners) {
        return new StartFailure(
                "LISTEN_FDS: %s stands for no listener (expected: one of %s). Hint: let ListenStream= in portcullis.socket and \"listen\" in portcullis.yaml name the same."
                        .formatted(
                                socket, listeners.stream().map(Listener::place).toList()));
    }

    @Override
    public List<Integer> open(String key, ListenAddress listener) throws StartFailure {
        List<Integer> descriptors = new ArrayList<>();
        for (GivenSocket socket : byListener.getOrDefault(new Listener(key, listener).place(), List.of())) {
            descriptors.add(socket.copy());
        }
        return descriptors;
    }
}
