package dev.portcullis.core;

import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.ProxyConfig.Site;
import dev.portcullis.core.ProxyConfig.Timeouts;
import dev.portcullis.core.ProxyConfig.Transport;
import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.rules.Otherwise;
import dev.portcullis.rules.Policy;
import dev.portcullis.rules.SitePolicy;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.Zones;
import dev.portcullis.rules.path.PathPattern;
import dev.portcullis.rules.route.Exposure;
import dev.portcullis.rules.route.Origins;
import dev.portcullis.rules.route.Route;
import dev.portcullis.rules.route.RouteTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// What a test may choose of a [TestProxy]; everything is exposed to everybody unless it says otherwise.
final class Settings {

    static final Origins ANYWHERE = Origins.zones("lan", "internet");

    private final List<List<String>> sites = new ArrayList<>(List.of(List.of(TestProxy.HOST)));
    private List<Route> routes =
            Exposure.paths(List.of(PathPattern.parse("/**")), Set.of(), ANYWHERE, OptionalLong.empty());
    private Otherwise otherwise = Otherwise.DROP;
    private boolean homeAssistant = true;
    private OptionalLong maxBody = OptionalLong.empty();
    private Duration hsts = Duration.ZERO;
    private CidrSet proxyProtocolFrom = CidrSet.EMPTY;
    private CidrSet forwardedFrom = CidrSet.EMPTY;
    private Set<String> selfSignedZones = Set.of("lan");
    private Zones zones = Zones.of(Map.of("lan", Zones.defaultLan()));
    private Limits limits = Limits.DEFAULT;
    private Timeouts timeouts = Timeouts.DEFAULT;
    private Transport transport = Transport.BEST;
    private ListenAddress https = new ListenAddress("127.0.0.1", 0);
    private ListenAddress http = new ListenAddress("127.0.0.1", 0);
    private HttpChallenges challenges = HttpChallenges.NONE;
    private TlsChallenges tlsChallenges = TlsChallenges.NONE;
    private ProxyEvents events = ProxyEvents.NONE;
    private Protection protection = Protection.none();

    Settings exposing(List<Route> only) {
        routes = only;
        return this;
    }

    /// Other sites than before, with the same upstream and the same rules.
    Settings serving(String... hosts) {
        sites.clear();
        for (String host : hosts) {
            sites.add(List.of(host));
        }
        return this;
    }

    /// Only these paths are exposed, to everybody.
    Settings exposing(String... paths) {
        return exposing(Exposure.paths(
                Stream.of(paths).map(PathPattern::parse).toList(), Set.of(), ANYWHERE, OptionalLong.empty()));
    }

    /// One more site with the same upstream and the same rules.
    Settings alsoServing(String... hosts) {
        sites.add(List.of(hosts));
        return this;
    }

    Settings otherwise(Otherwise answer) {
        otherwise = answer;
        return this;
    }

    Settings generic() {
        homeAssistant = false;
        return this;
    }

    Settings maxBody(long bytes) {
        maxBody = OptionalLong.of(bytes);
        return this;
    }

    Settings hsts(Duration age) {
        hsts = age;
        return this;
    }

    Settings proxyProtocolFrom(String... cidrs) {
        proxyProtocolFrom = set(cidrs);
        return this;
    }

    Settings forwardedFrom(String... cidrs) {
        forwardedFrom = set(cidrs);
        return this;
    }

    /// Loopback is then the internet like any other address.
    Settings withoutLan() {
        zones = Zones.of(Map.of());
        return this;
    }

    /// Only these networks are then `lan`.
    Settings lan(String... cidrs) {
        zones = Zones.of(Map.of("lan", List.of(cidrs).stream().map(Cidr::parse).toList()));
        return this;
    }

    /// The product's defaults but for the number of connections.
    Settings connections(int most, int reserved) {
        Limits d = Limits.DEFAULT;
        return limits(new Limits(
                most,
                d.headerBytes(),
                d.requestLine(),
                d.headers(),
                d.streams(),
                d.bodyRate(),
                reserved,
                d.upstreamConnections(),
                d.upstreamPerClient()));
    }

    /// The product's defaults but for what may be with the upstream at once.
    Settings atUpstream(int most, int ofOneClient) {
        Limits d = Limits.DEFAULT;
        return limits(new Limits(
                d.connections(),
                d.headerBytes(),
                d.requestLine(),
                d.headers(),
                d.streams(),
                d.bodyRate(),
                d.reserved(),
                most,
                ofOneClient));
    }

    Settings limits(Limits bounds) {
        limits = bounds;
        return this;
    }

    Settings timeouts(Timeouts waits) {
        timeouts = waits;
        return this;
    }

    Settings portable() {
        transport = Transport.PORTABLE;
        return this;
    }

    Settings https(ListenAddress address) {
        https = address;
        return this;
    }

    Settings http(ListenAddress address) {
        http = address;
        return this;
    }

    Settings challenges(HttpChallenges pending) {
        challenges = pending;
        return this;
    }

    Settings events(ProxyEvents listener) {
        events = listener;
        return this;
    }

    Settings tlsChallenges(TlsChallenges pending) {
        tlsChallenges = pending;
        return this;
    }

    TlsChallenges tlsChallenges() {
        return tlsChallenges;
    }

    HttpChallenges challenges() {
        return challenges;
    }

    Settings protection(Protection watching) {
        protection = watching;
        return this;
    }

    Protection protection() {
        return protection;
    }

    ProxyEvents events() {
        return events;
    }

    ProxyConfig config(Upstream upstream) {
        return new ProxyConfig(
                List.of(https),
                List.of(http),
                proxyProtocolFrom,
                forwardedFrom,
                zones,
                sites.stream()
                        .map(hosts -> new Site(hosts, upstream, homeAssistant, hsts, maxBody))
                        .toList(),
                new Policy(sites.stream()
                        .map(hosts -> new SitePolicy(hosts.getFirst(), RouteTable.of(routes), otherwise, homeAssistant))
                        .toList()),
                selfSignedZones,
                limits,
                timeouts,
                transport,
                1);
    }

    private static CidrSet set(String... cidrs) {
        return CidrSet.of(List.of(cidrs).stream().map(Cidr::parse).toList());
    }

    /// The product's defaults with one changed.
    static Timeouts handshakeTime(Duration time) {
        Timeouts d = Timeouts.DEFAULT;
        return new Timeouts(
                time, d.requestHead(), d.requestIdle(), d.idle(), d.websocketIdle(), d.upstreamConnect(), d.drain());
    }

    static Timeouts requestHeadTime(Duration time) {
        Timeouts d = Timeouts.DEFAULT;
        return new Timeouts(
                d.handshake(), time, d.requestIdle(), d.idle(), d.websocketIdle(), d.upstreamConnect(), d.drain());
    }

    static Timeouts requestIdleTime(Duration time) {
        Timeouts d = Timeouts.DEFAULT;
        return new Timeouts(
                d.handshake(), d.requestHead(), time, d.idle(), d.websocketIdle(), d.upstreamConnect(), d.drain());
    }

    static Timeouts idleTime(Duration time) {
        Timeouts d = Timeouts.DEFAULT;
        return new Timeouts(
                d.handshake(),
                d.requestHead(),
                d.requestIdle(),
                time,
                d.websocketIdle(),
                d.upstreamConnect(),
                d.drain());
    }

    static Timeouts websocketIdleTime(Duration time) {
        Timeouts d = Timeouts.DEFAULT;
        return new Timeouts(
                d.handshake(), d.requestHead(), d.requestIdle(), d.idle(), time, d.upstreamConnect(), d.drain());
    }

    static Timeouts drainTime(Duration time) {
        Timeouts d = Timeouts.DEFAULT;
        return new Timeouts(
                d.handshake(),
                d.requestHead(),
                d.requestIdle(),
                d.idle(),
                d.websocketIdle(),
                d.upstreamConnect(),
                time);
    }
}
