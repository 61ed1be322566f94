package dev.portcullis.core;

import dev.portcullis.rules.Policy;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.Zones;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Everything that the data plane needs to know, checked before it gets here.
///
/// @param https listeners that terminate TLS
/// @param http listeners that redirect to https and answer HTTP-01 challenges, nothing else
/// @param proxyProtocolFrom peers that may, and then must, begin with a PROXY protocol header
/// @param forwardedFrom front proxies whose `X-Forwarded-For` is believed, walked from the right
/// @param zones which network an address belongs to
/// @param sites what is served; the index is the site's identity everywhere else
/// @param policy who may ask what of which site; one entry for each site, in the same order
/// @param selfSignedZones zones in which an unknown or absent server name gets a self-signed certificate; others
///     are refused in the handshake
/// @param limits bounds on what clients may make us hold
/// @param timeouts bounds on how long clients and upstreams may make us wait
/// @param transport how sockets are driven
/// @param eventLoops number of event loops; 0 means one for each processor
public record ProxyConfig(
        List<ListenAddress> https,
        List<ListenAddress> http,
        CidrSet proxyProtocolFrom,
        CidrSet forwardedFrom,
        Zones zones,
        List<Site> sites,
        Policy policy,
        Set<String> selfSignedZones,
        Limits limits,
        Timeouts timeouts,
        Transport transport,
        int eventLoops) {

    public ProxyConfig {
        https = List.copyOf(https);
        http = List.copyOf(http);
        sites = List.copyOf(sites);
        selfSignedZones = Set.copyOf(selfSignedZones);
        if (policy.sites().size() != sites.size()) {
            throw new IllegalArgumentException(
                    "policy: " + policy.sites().size() + " sites (expected: " + sites.size() + ")");
        }
    }

    /// One site: its names and the upstream behind them.
    ///
    /// @param hosts exact names or `*.name`, lower case
    /// @param homeAssistant whether the upstream is Home Assistant, whose 502 and 503 mean a restart
    /// @param hsts how long browsers are told to insist on https (RFC 6797); zero sends no such header
    /// @param maxBody largest request body in bytes; empty for no limit
    public record Site(
            List<String> hosts, Upstream upstream, boolean homeAssistant, Duration hsts, OptionalLong maxBody) {
        public Site {
            hosts = List.copyOf(hosts);
        }
    }

    /// Where requests go.
    ///
    /// @param host a name or an address literal without brackets
    public record Upstream(String host, int port, UpstreamTls tls) {

        /// As an origin: `http://host:port`.
        @Override
        public String toString() {
            String scheme = tls instanceof UpstreamTls.Plain ? "http" : "https";
            return scheme + "://" + new ListenAddress(host, port);
        }
    }

    /// How the upstream's identity is established.
    public sealed interface UpstreamTls {
        /// No TLS.
        record Plain() implements UpstreamTls {}

        /// TLS, certificate and host name verified (RFC 9110 §4.3.4).
        ///
        /// @param trust roots to trust; empty means the JDK's own
        record Verified(List<X509Certificate> trust) implements UpstreamTls {
            public Verified {
                trust = List.copyOf(trust);
            }
        }

        /// TLS to whoever answers: the owner said `verify: false`.
        record Unverified() implements UpstreamTls {}
    }

    /// Bounds on what clients may make us hold.
    ///
    /// @param connections open client connections in total
    /// @param headerBytes bytes of a message head after its first line
    /// @param requestLine bytes of a request line
    /// @param headers number of header fields in a message
    /// @param streams requests at once on one HTTP/2 connection
    /// @param bodyRate bytes a second that a request body reaches on average after its first 30 seconds, not
    ///     counting time in which we do not read it; 0 for as slow as it likes
    /// @param reserved how many of `connections` only clients outside the zone `internet` may take; fewer than all
    /// @param upstreamConnections requests and websockets that may be with the upstreams at once
    /// @param upstreamPerClient how many of them may be one client's
    public record Limits(
            int connections,
            int headerBytes,
            int requestLine,
            int headers,
            int streams,
            int bodyRate,
            int reserved,
            int upstreamConnections,
            int upstreamPerClient) {
        public static final Limits DEFAULT = new Limits(10_000, 65_536, 32_768, 200, 100, 500, 500, 2000, 200);

        /// The default of everything else, and no connections reserved.
        public Limits(int connections, int headerBytes, int requestLine, int headers) {
            this(
                    connections,
                    headerBytes,
                    requestLine,
                    headers,
                    DEFAULT.streams,
                    DEFAULT.bodyRate,
                    0,
                    DEFAULT.upstreamConnections,
                    DEFAULT.upstreamPerClient);
        }
    }

    /// Bounds on waiting.
    ///
    /// @param handshake from accept to a finished TLS handshake
    /// @param requestHead from the first byte of a head to its end
    /// @param requestIdle between requests on a kept connection, and between two pieces of a request body
    /// @param idle until the upstream's first byte, and for a client that does not read what is waiting for it
    /// @param websocketIdle without a byte in either direction
    /// @param upstreamConnect for one attempt to connect, TLS included
    /// @param drain for requests in flight when stopping
    public record Timeouts(
            Duration handshake,
            Duration requestHead,
            Duration requestIdle,
            Duration idle,
            Duration websocketIdle,
            Duration upstreamConnect,
            Duration drain) {
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15));
    }

    /// How sockets and TLS are driven.
    public enum Transport {
        /// epoll and BoringSSL where their natives load, otherwise NIO and the JDK's TLS.
        BEST,
        /// NIO and the JDK's TLS everywhere: slower, needs no native code.
        PORTABLE
    }
}
