package dev.portcullis.config;

import dev.portcullis.core.ListenAddress;
import dev.portcullis.rules.net.Cidr;
import java.util.List;

/// Keys below `listen`.
final class ListenKeys {

    static final Key<List<Found<ListenAddress>>> HTTPS = Key.of(
            "https",
            ListType.nonEmpty(NetTypes.listener()),
            "[\":443\"]",
            "Where TLS is accepted: `host:port`, `:port` (every address, IPv4 and IPv6) or `[v6]:port`.");

    static final Key<List<Found<ListenAddress>>> HTTP = Key.of(
            "http",
            ListType.of(NetTypes.listener()),
            "[]",
            "Where plain HTTP is accepted: it redirects to https and answers HTTP-01 challenges, nothing else.");

    static final Key<List<Found<Cidr>>> PROXY_PROTOCOL_FROM = Key.of(
            "proxy_protocol_from",
            ListType.of(NetTypes.cidr()),
            "[]",
            "Networks whose connections may, and then must, begin with a PROXY protocol header (v1 or v2).");

    static final Key<List<Found<Cidr>>> FORWARDED_FROM = Key.of(
            "forwarded_from",
            ListType.of(NetTypes.cidr()),
            "[]",
            "Networks of front proxies (a CDN, a tunnel) whose `X-Forwarded-For` is believed, read from right to left.");

    static final Key<List<Found<ListenAddress>>> METRICS = Key.of(
            "metrics",
            ListType.of(NetTypes.listener()),
            "[]",
            "Where Prometheus finds `/metrics`, in plain HTTP and without a password: loopback, or an address in a zone"
                    + " of yours. Clients of the zone `internet` are refused.");

    static final SectionType SECTION = SectionType.of(HTTPS, HTTP, PROXY_PROTOCOL_FROM, FORWARDED_FROM, METRICS);

    private ListenKeys() {}
}
