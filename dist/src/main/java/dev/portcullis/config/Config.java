package dev.portcullis.config;

import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.KeyType;
import dev.portcullis.acme.dns.DnsSettings;
import dev.portcullis.core.ListenAddress;
import dev.portcullis.core.ProxyConfig;
import dev.portcullis.rules.Otherwise;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.ban.NeverBan;
import dev.portcullis.rules.limit.LimitPolicy;
import dev.portcullis.rules.limit.LimitPolicy.Bucket;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.path.PathPattern;
import dev.portcullis.rules.route.Exposure;
import dev.portcullis.rules.route.Origins;
import dev.portcullis.rules.route.Preset;
import dev.portcullis.rules.route.Route;
import dev.portcullis.rules.signal.OwnRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A checked configuration: every default filled in, every path absolute, nothing in it contradicts itself.
///
/// @param zones which networks have which name
/// @param sites at least one; no host is in two of them
/// @param selfSignedZones zones in which an unknown or absent server name gets a self-signed certificate
/// @param state the folder for everything that is kept
/// @param adminSocket the Unix socket of the admin API
/// @param accessLog where requests are written down
/// @param logLevel how much the program says about its own work
/// @param watch whether the file is put in force again when it changes
public record Config(
        Listen listen,
        ZoneNetworks zones,
        List<Site> sites,
        Set<String> selfSignedZones,
        Protection protection,
        Path state,
        Path adminSocket,
        AccessLog accessLog,
        LogLevel logLevel,
        ProxyConfig.Limits limits,
        ProxyConfig.Timeouts timeouts,
        boolean watch) {

    public Config {
        sites = List.copyOf(sites);
        selfSignedZones = Set.copyOf(selfSignedZones);
    }

    /// The same with another state folder; an admin socket inside the old one moves along.
    public Config withState(Path folder) {
        Path socket = adminSocket.startsWith(state) ? folder.resolve(state.relativize(adminSocket)) : adminSocket;
        return new Config(
                listen,
                zones,
                sites,
                selfSignedZones,
                protection,
                folder,
                socket,
                accessLog,
                logLevel,
                limits,
                timeouts,
                watch);
    }

    /// Where clients connect.
    ///
    /// @param https listeners that terminate TLS; at least one
    /// @param http listeners that redirect and answer HTTP-01 challenges
    /// @param proxyProtocolFrom peers that may, and then must, begin with a PROXY protocol header
    /// @param forwardedFrom front proxies whose `X-Forwarded-For` is believed
    /// @param metrics listeners for Prometheus, each on a named address
    public record Listen(
            List<ListenAddress> https,
            List<ListenAddress> http,
            CidrSet proxyProtocolFrom,
            CidrSet forwardedFrom,
            List<ListenAddress> metrics) {
        public Listen {
            https = List.copyOf(https);
            http = List.copyOf(http);
            metrics = List.copyOf(metrics);
        }
    }

    /// One site.
    ///
    /// @param hosts exact names, `*.name` or address literals, lower case
    /// @param expose rules in the file's order, the first that matches decides
    /// @param otherwise what a refused request gets
    /// @param hsts how long browsers are told to insist on https; zero for no such header
    /// @param maxBody largest request body in bytes; empty for no limit
    public record Site(
            List<String> hosts,
            Upstream upstream,
            Kind kind,
            List<Rule> expose,
            Otherwise otherwise,
            Duration hsts,
            OptionalLong maxBody,
            CertificateSource certificate) {
        public Site {
            hosts = List.copyOf(hosts);
            expose = List.copyOf(expose);
        }
    }

    /// What is behind an upstream.
    public enum Kind {
        HOME_ASSISTANT,
        GENERIC;

        /// As the file spells it.
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Where requests go.
    ///
    /// @param host a name or an address literal without brackets
    public record Upstream(String host, int port, UpstreamTls tls) {}

    /// How the upstream's identity is established.
    public sealed interface UpstreamTls {
        /// No TLS.
        record Plain() implements UpstreamTls {}

        /// TLS, certificate and host name verified (RFC 9110 §4.3.4).
        ///
        /// @param ca a file with the roots to trust; empty for the system's
        record Verified(Optional<Path> ca) implements UpstreamTls {}

        /// TLS to whoever answers.
        record Unverified() implements UpstreamTls {}
    }

    /// One rule of `expose`.
    ///
    /// @param maxBody largest request body in bytes, `Long.MAX_VALUE` for no limit; empty where the site's holds
    /// @param rate how often one client may make requests that the rule decides; empty where only
    ///     the general limits hold
    public record Rule(Exposed what, OptionalLong maxBody, Optional<Bucket> rate) {

        /// What the rule means to the route table; the names of webhook routes hold the secret ids.
        public List<Route> routes() {
            List<Route> routes = exposure();
            return rate.map(bucket ->
                            routes.stream().map(it -> it.withRate(bucket)).toList())
                    .orElse(routes);
        }

        private List<Route> exposure() {
            return switch (what) {
                case Exposed.ByPreset it -> Exposure.preset(it.preset(), it.from(), maxBody);
                case Exposed.Paths it -> Exposure.paths(it.patterns(), it.methods(), it.from(), maxBody);
                case Exposed.Webhooks it ->
                    it.webhooks().stream()
                            .flatMap(hook ->
                                    Exposure.webhooks(Map.of(hook.id(), hook.methods()), hook.from(), maxBody).stream())
                            .toList();
            };
        }
    }

    /// What a rule lets through, and from where.
    public sealed interface Exposed {
        record ByPreset(Preset preset, Origins from) implements Exposed {}

        record Webhooks(List<Webhook> webhooks) implements Exposed {
            public Webhooks {
                webhooks = List.copyOf(webhooks);
            }
        }

        /// Paths by pattern.
        ///
        /// @param methods empty for any
        record Paths(List<PathPattern> patterns, Set<String> methods, Origins from) implements Exposed {
            public Paths {
                patterns = List.copyOf(patterns);
                methods = Set.copyOf(methods);
            }
        }
    }

    /// One webhook.
    ///
    /// @param id a secret
    /// @param methods never empty
    public record Webhook(String id, Set<String> methods, Origins from) {
        public Webhook {
            methods = Set.copyOf(methods);
        }

        /// Without the id.
        @Override
        public String toString() {
            return "Webhook[methods=" + methods + ", from=" + from + "]";
        }
    }

    /// Where a site's certificate comes from.
    public sealed interface CertificateSource {
        /// PEM files that were readable when the configuration was checked.
        record FromFiles(Path certificate, Path key) implements CertificateSource {}

        /// Made on the spot.
        record SelfSigned() implements CertificateSource {}

        /// Got from an authority and renewed.
        ///
        /// @param authorities asked in this order; external account, profile and chain are for the first
        /// @param challenges tried in this order; at least one
        /// @param dns how records are set; there whenever `dns-01` is one of the challenges
        record Acme(
                List<AuthoritySettings> authorities,
                List<ChallengeType> challenges,
                KeyType keyType,
                Optional<DnsSettings> dns)
                implements CertificateSource {
            public Acme {
                authorities = List.copyOf(authorities);
                challenges = List.copyOf(challenges);
            }
        }
    }

    /// The section `protection`.
    ///
    /// @param enforce false only writes down what would have happened
    /// @param neverBanZones names of zones whose clients are never banned
    /// @param neverBanNetworks networks that are never banned
    /// @param neverBanHosts names whose addresses are never banned, canonical; they are looked up again and again
    /// @param rememberOwner for how long a client that logged in is banned on five times the evidence only
    /// @param bans how long bans last
    /// @param rules the owner's own; no two of one name
    /// @param keep how long the database keeps what happened
    public record Protection(
            boolean enforce,
            Set<String> neverBanZones,
            CidrSet neverBanNetworks,
            List<String> neverBanHosts,
            Duration rememberOwner,
            BanPolicy.Allowance failedLogins,
            BanPolicy.Allowance probes,
            LimitPolicy limits,
            BanPolicy.Terms bans,
            List<OwnRule> rules,
            Duration keep) {

        public Protection {
            neverBanZones = Set.copyOf(neverBanZones);
            neverBanHosts = List.copyOf(neverBanHosts);
            rules = List.copyOf(rules);
        }

        /// What holds where the file says nothing.
        public static Protection standard() {
            return ProtectionAssembly.standard();
        }

        /// As the engine needs it.
        ///
        /// @param hosts what the host names of `never_ban` stand for now
        public BanPolicy policy(Map<ClientKey, String> hosts) {
            return new BanPolicy(
                    enforce,
                    new NeverBan(neverBanZones, neverBanNetworks, hosts),
                    rememberOwner,
                    failedLogins,
                    probes,
                    bans,
                    rules);
        }
    }

    /// Where the access log goes.
    public sealed interface AccessLog {
        /// Nowhere.
        record Off() implements AccessLog {}

        /// Standard output.
        record Stdout() implements AccessLog {}

        /// A file, which need not exist yet; its folder did when the configuration was checked.
        record ToFile(Path file) implements AccessLog {}
    }

    /// What a client gets that names none of the sites.
    enum UnknownName {
        REFUSE,
        SELF_SIGNED;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How much the program says about its own work.
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE;

        /// As the file spells it.
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
