package dev.portcullis.app;

import dev.portcullis.config.Config;
import dev.portcullis.core.ListenAddress;
import dev.portcullis.core.ProxyConfig;
import dev.portcullis.core.ProxyConfig.Transport;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import dev.portcullis.core.StartFailure;
import dev.portcullis.rules.Policy;
import dev.portcullis.rules.SitePolicy;
import dev.portcullis.rules.net.Zones;
import dev.portcullis.rules.route.Route;
import dev.portcullis.rules.route.RouteTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// What the configuration means to the data plane.
final class PlaneConfig {

    private PlaneConfig() {}

    /// The data plane's view of a configuration.
    ///
    /// @throws StartFailure if a `ca` file cannot be used
    static ProxyConfig of(Config config, Zones zones) throws StartFailure {
        List<ProxyConfig.Site> sites = new ArrayList<>();
        for (int i = 0; i < config.sites().size(); i++) {
            sites.add(site(config.sites().get(i), "sites[" + i + "].upstream_tls.ca"));
        }
        return new ProxyConfig(
                config.listen().https(),
                config.listen().http(),
                config.listen().proxyProtocolFrom(),
                config.listen().forwardedFrom(),
                zones,
                sites,
                policy(config),
                config.selfSignedZones(),
                config.limits(),
                config.timeouts(),
                Transport.BEST,
                0);
    }

    static Policy policy(Config config) {
        return new Policy(config.sites().stream().map(PlaneConfig::sitePolicy).toList());
    }

    private static SitePolicy sitePolicy(Config.Site site) {
        return new SitePolicy(
                site.hosts().getFirst(), RouteTable.of(routes(site)), site.otherwise(), isHomeAssistant(site));
    }

    /// The rules of a site as routes, in order.
    static List<Route> routes(Config.Site site) {
        return site.expose().stream().flatMap(rule -> rule.routes().stream()).toList();
    }

    /// Where a site's requests go: `http://host:port`.
    static String origin(Config.Site site) {
        Config.Upstream upstream = site.upstream();
        String scheme = upstream.tls() instanceof Config.UpstreamTls.Plain ? "http" : "https";
        return scheme + "://" + new ListenAddress(upstream.host(), upstream.port());
    }

    private static boolean isHomeAssistant(Config.Site site) {
        return switch (site.kind()) {
            case HOME_ASSISTANT -> true;
            case GENERIC -> false;
        };
    }

    private static ProxyConfig.Site site(Config.Site site, String caKey) throws StartFailure {
        Config.Upstream upstream = site.upstream();
        return new ProxyConfig.Site(
                site.hosts(),
                new ProxyConfig.Upstream(upstream.host(), upstream.port(), tls(upstream.tls(), caKey)),
                isHomeAssistant(site),
                site.hsts(),
                site.maxBody());
    }

    private static UpstreamTls tls(Config.UpstreamTls tls, String caKey) throws StartFailure {
        return switch (tls) {
            case Config.UpstreamTls.Plain plain -> new UpstreamTls.Plain();
            case Config.UpstreamTls.Unverified unverified -> new UpstreamTls.Unverified();
            case Config.UpstreamTls.Verified verified ->
                new UpstreamTls.Verified(
                        verified.ca().isPresent() ? roots(verified.ca().get(), caKey) : List.of());
        };
    }

    private static List<X509Certificate> roots(Path file, String key) throws StartFailure {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> roots = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (roots.isEmpty()) {
                throw new StartFailure(key + ": " + file + ": no certificate in it (expected: at least one, as PEM).");
            }
            return roots;
        } catch (IOException | CertificateException e) {
            throw new StartFailure(
                    key + ": " + file + ": cannot be used: " + e.getMessage() + " (expected: certificates as PEM).");
        }
    }
}
