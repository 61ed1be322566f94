package dev.portcullis.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What has passed since start, and what is open now. Counts of one moment, or nearly so.
///
/// @param listeners `https` and `http`
/// @param mostConnections how many each of them lets in at once
/// @param protocols `http/1.1` and `h2`
/// @param refusals how often each refusal happened, by its name in `docs/refusals.md`; all of them, in that order
/// @param sites by name; one of them is [#NO_SITE]
/// @param bufferBytes memory for buffers that is taken now, outside the heap
/// @param mostBufferBytes how much of it there may be
public record Traffic(
        List<Listener> listeners,
        int mostConnections,
        List<Protocol> protocols,
        Map<String, Long> refusals,
        List<Site> sites,
        long bufferBytes,
        long mostBufferBytes) {

    /// The name under which requests are counted for which no site is known, or none was asked.
    public static final String NO_SITE = "";

    public Traffic {
        listeners = List.copyOf(listeners);
        protocols = List.copyOf(protocols);
        refusals = Collections.unmodifiableMap(new LinkedHashMap<>(refusals));
        sites = List.copyOf(sites);
    }

    /// One kind of listener.
    ///
    /// @param open connections now
    /// @param accepted connections since start, refused ones included
    public record Listener(String name, int open, long accepted) {}

    /// One version of HTTP behind TLS.
    ///
    /// @param handshakes that ended with it
    /// @param requests since start, refused ones included
    /// @param open requests under way, tunnels included; of `h2` these are the open streams
    public record Protocol(String name, long handshakes, long requests, long open) {

        /// Both together.
        public Protocol plus(Protocol other) {
            return new Protocol(name, handshakes + other.handshakes, requests + other.requests, open + other.open);
        }
    }

    /// One site.
    ///
    /// @param name its first host name
    /// @param requests that are over, and tunnels that were opened; without those that never were any
    /// @param bytesIn of bodies and tunnels, from clients
    /// @param bytesOut of bodies and tunnels, to clients
    /// @param tunnels open now
    /// @param tunnelsOpened since start
    /// @param durations from a request's head to the end of its answer, tunnels left out
    /// @param firstBytes from a request's head to the upstream's, where that came
    public record Site(
            String name,
            List<Requests> requests,
            long bytesIn,
            long bytesOut,
            long tunnels,
            long tunnelsOpened,
            Latency durations,
            Latency firstBytes,
            Connecting upstream) {

        public Site {
            requests = List.copyOf(requests);
        }

        /// Both together.
        public Site plus(Site other) {
            List<Requests> all = new ArrayList<>(requests);
            other.requests.forEach(more -> {
                int at = 0;
                while (at < all.size() && !all.get(at).isLike(more)) {
                    at++;
                }
                if (at == all.size()) {
                    all.add(more);
                } else {
                    all.set(at, new Requests(more.route, more.status, all.get(at).count + more.count));
                }
            });
            return new Site(
                    name,
                    all,
                    bytesIn + other.bytesIn,
                    bytesOut + other.bytesOut,
                    tunnels + other.tunnels,
                    tunnelsOpened + other.tunnelsOpened,
                    durations.plus(other.durations),
                    firstBytes.plus(other.firstBytes),
                    upstream.plus(other.upstream));
        }
    }

    /// How many requests were let through by one kind of rule and answered in one way.
    ///
    /// @param route [dev.portcullis.rules.route.RouteKind#key], or `none`
    /// @param status `2xx` and so on; `none` for no answer at all
    public record Requests(String route, String status, long count) {

        boolean isLike(Requests other) {
            return route.equals(other.route) && status.equals(other.status);
        }
    }

    /// Connections to one upstream.
    ///
    /// @param open now, idle ones included
    /// @param idle kept for the next request
    /// @param failed attempts since start that came to nothing
    /// @param connects how long the others took, TLS included
    public record Connecting(long open, long idle, long failed, Latency connects) {

        /// Both together.
        public Connecting plus(Connecting other) {
            return new Connecting(
                    open + other.open, idle + other.idle, failed + other.failed, connects.plus(other.connects));
        }
    }
}
