package dev.portcullis.config;

import dev.portcullis.config.Config.CertificateSource;
import dev.portcullis.config.Config.Listen;
import dev.portcullis.config.Config.Site;
import dev.portcullis.config.Config.UnknownName;
import dev.portcullis.config.Config.Upstream;
import dev.portcullis.config.Config.UpstreamTls;
import dev.portcullis.core.ListenAddress;
import dev.portcullis.core.ProxyConfig;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.CidrSet;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes a [Config] of a file in which nothing wrong was found.
final class Assembly {

    private final Section root;

    private Assembly(Section root) {
        this.root = root;
    }

    static Config of(Section root, ZoneNetworks zones) {
        return new Assembly(root).config(zones);
    }

    private Config config(ZoneNetworks zones) {
        Path state = root.get(RootKeys.STATE);
        Section certificates = root.get(RootKeys.CERTIFICATES);
        return new Config(
                listen(root.get(RootKeys.LISTEN)),
                zones,
                values(root.get(RootKeys.SITES)).stream()
                        .map(it -> site(it, certificates))
                        .toList(),
                selfSignedZones(certificates.get(CertificateKeys.UNKNOWN_NAME)),
                ProtectionAssembly.of(root.get(RootKeys.PROTECTION)),
                state,
                SocketPlace.of(root),
                root.get(RootKeys.LOGS).get(RunKeys.ACCESS),
                root.get(RootKeys.LOGS).get(RunKeys.LEVEL),
                limits(root.get(RootKeys.LIMITS)),
                timeouts(root.get(RootKeys.TIMEOUTS)),
                root.get(RootKeys.WATCH));
    }

    private static Listen listen(Section listen) {
        List<ListenAddress> https = values(listen.get(ListenKeys.HTTPS));
        List<Cidr> proxies = values(listen.get(ListenKeys.PROXY_PROTOCOL_FROM));
        List<Cidr> forwarders = values(listen.get(ListenKeys.FORWARDED_FROM));
        return new Listen(
                https,
                values(listen.get(ListenKeys.HTTP)),
                CidrSet.of(proxies),
                CidrSet.of(forwarders),
                values(listen.get(ListenKeys.METRICS)));
    }

    private static Site site(Section site, Section shared) {
        return new Site(
                values(site.get(SiteKeys.HOSTS)),
                upstream(site),
                site.get(SiteKeys.KIND),
                values(site.get(SiteKeys.EXPOSE)).stream()
                        .map(RuleAssembly::rule)
                        .toList(),
                site.get(SiteKeys.OTHERWISE),
                site.get(SiteKeys.HSTS),
                site.get(SiteKeys.MAX_BODY),
                certificate(site.find(SiteKeys.CERTIFICATES).orElse(shared)));
    }

    private static Upstream upstream(Section site) {
        Upstream upstream = site.get(SiteKeys.UPSTREAM);
        Section tls = site.get(SiteKeys.UPSTREAM_TLS);
        return switch (upstream.tls()) {
            case UpstreamTls.Plain _ -> upstream;
            case UpstreamTls.Verified _, UpstreamTls.Unverified _ ->
                new Upstream(
                        upstream.host(),
                        upstream.port(),
                        tls.get(SiteKeys.VERIFY)
                                ? new UpstreamTls.Verified(tls.find(SiteKeys.CA))
                                : new UpstreamTls.Unverified());
        };
    }

    private static CertificateSource certificate(Section certificates) {
        return certificates
                .find(CertificateKeys.FILES)
                .<CertificateSource>map(files -> new CertificateSource.FromFiles(
                        files.get(CertificateKeys.CERTIFICATE), files.get(CertificateKeys.KEY)))
                .or(() -> certificates.find(CertificateKeys.ACME).map(AcmeAssembly::of))
                .orElseGet(CertificateSource.SelfSigned::new);
    }

    private static Set<String> selfSignedZones(Section unknownName) {
        Set<String> zones = new HashSet<>();
        for (Key<UnknownName> key : List.of(CertificateKeys.UNKNOWN_FROM_INTERNET, CertificateKeys.UNKNOWN_FROM_LAN)) {
            if (unknownName.get(key) == UnknownName.SELF_SIGNED) {
                zones.add(key.name());
            }
        }
        unknownName.others(CertificateKeys.UNKNOWN_FROM).forEach((zone, answer) -> {
            if (answer.value() == UnknownName.SELF_SIGNED) {
                zones.add(zone);
            }
        });
        return zones;
    }

    private static ProxyConfig.Limits limits(Section limits) {
        return new ProxyConfig.Limits(
                limits.get(RunKeys.CONNECTIONS),
                Math.toIntExact(limits.get(RunKeys.HEADER_BYTES)),
                Math.toIntExact(limits.get(RunKeys.REQUEST_LINE)),
                limits.get(RunKeys.HEADERS),
                limits.get(RunKeys.STREAMS),
                Math.toIntExact(limits.get(RunKeys.BODY_RATE)),
                reserved(limits),
                limits.get(RunKeys.UPSTREAM_CONNECTIONS),
                limits.get(RunKeys.UPSTREAM_PER_CLIENT));
    }

    /// The default must not refuse a file that says only how few connections there are to be.
    private static int reserved(Section limits) {
        int half = limits.get(RunKeys.CONNECTIONS) / 2;
        return limits.find(RunKeys.RESERVED).orElseGet(() -> Math.min(limits.get(RunKeys.RESERVED), half));
    }

    private static ProxyConfig.Timeouts timeouts(Section timeouts) {
        return new ProxyConfig.Timeouts(
                timeouts.get(RunKeys.HANDSHAKE),
                timeouts.get(RunKeys.REQUEST_HEAD),
                timeouts.get(RunKeys.REQUEST_IDLE),
                timeouts.get(RunKeys.IDLE),
                timeouts.get(RunKeys.WEBSOCKET_IDLE),
                timeouts.get(RunKeys.UPSTREAM_CONNECT),
                timeouts.get(RunKeys.DRAIN));
    }

    static <T> List<T> values(List<Found<T>> found) {
        return found.stream().map(Found::value).toList();
    }
}
