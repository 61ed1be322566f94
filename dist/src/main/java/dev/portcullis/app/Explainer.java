package dev.portcullis.app;

import dev.portcullis.admin.ExplainReport;
import dev.portcullis.cli.ExplainQuestion;
import dev.portcullis.cli.UsageTrouble;
import dev.portcullis.config.Config;
import dev.portcullis.core.StartFailure;
import dev.portcullis.rules.Decision;
import dev.portcullis.rules.Facts;
import dev.portcullis.rules.Otherwise;
import dev.portcullis.rules.Policy;
import dev.portcullis.rules.PolicyEngine;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.net.Zones;
import dev.portcullis.rules.path.NormalPath;
import dev.portcullis.rules.path.Target;
import dev.portcullis.rules.route.HostTable;
import dev.portcullis.rules.route.RouteCheck;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Says how a request would be decided, by the same engine that decides real ones.
final class Explainer {

    private static final String SCHEME = "https://";

    private final Config config;
    private final Function<Address, Zone> zones;
    private final HostTable hosts;
    private final Policy policy;
    private final PolicyEngine engine;

    Explainer(Config config) throws UsageTrouble {
        this(config, zonesOf(config)::zoneOf);
    }

    /// @param zones the zone of each client
    Explainer(Config config, Function<Address, Zone> zones) {
        this.config = config;
        this.zones = zones;
        this.hosts =
                HostTable.of(config.sites().stream().map(Config.Site::hosts).toList());
        this.policy = PlaneConfig.policy(config);
        this.engine = new PolicyEngine(policy);
    }

    private static Zones zonesOf(Config config) throws UsageTrouble {
        try {
            return RunningServer.zones(config);
        } catch (StartFailure e) {
            throw new UsageTrouble(String.valueOf(e.getMessage()));
        }
    }

    ExplainReport explain(ExplainQuestion question) throws UsageTrouble {
        Address client = Address.parse(question.from())
                .orElseThrow(() -> new UsageTrouble("--from: \"" + question.from()
                        + "\": not an address (expected: for example 203.0.113.9 or 2001:db8::9)"));
        Zone zone = zones.apply(client);
        String url = question.url();
        int site = 0;
        String target = url;
        if (!url.startsWith("/")) {
            if (!url.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
                throw new UsageTrouble("URL: \"" + url + "\": not understood (expected: https://HOST/PATH, or /PATH)");
            }
            int slash = url.indexOf('/', SCHEME.length());
            site = hosts.siteOf(host(url.substring(SCHEME.length(), slash < 0 ? url.length() : slash)));
            target = slash < 0 ? "/" : url.substring(slash);
        } else if (config.sites().size() > 1) {
            throw new UsageTrouble(
                    "URL: \"" + url + "\": there are " + config.sites().size()
                            + " sites (expected: https://HOST/PATH, so that it is clear which one is meant)");
        }
        return site < 0
                ? unknownSite(zone)
                : decide(question.method().toUpperCase(Locale.ROOT), site, target, zone, client);
    }

    private static String host(String authority) {
        if (authority.startsWith("[")) {
            int end = authority.indexOf(']');
            return end < 0 ? authority : authority.substring(1, end);
        }
        int colon = authority.indexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }

    private static ExplainReport unknownSite(Zone zone) {
        return new ExplainReport(
                "", "", zone.name(), "421", "", "no site has this host; its certificate does not name it", List.of());
    }

    private ExplainReport decide(String method, int site, String target, Zone zone, Address client) {
        String name = config.sites().get(site).hosts().getFirst();
        byte[] octets = target.getBytes(StandardCharsets.UTF_8);
        return switch (Target.parse(octets, 0, octets.length)) {
            case Target.Refused refused ->
                new ExplainReport(
                        name,
                        "",
                        zone.name(),
                        "400",
                        "",
                        "the path is ambiguous: " + refused.violation().code(),
                        List.of());
            case Target.Accepted accepted -> decide(method, site, accepted.path(), zone, client);
        };
    }

    private ExplainReport decide(String method, int site, NormalPath path, Zone zone, Address client) {
        String name = config.sites().get(site).hosts().getFirst();
        List<ExplainReport.Check> checked =
                policy.sites().get(site).routes().explain(method, path, zone, client).stream()
                        .map(Explainer::check)
                        .toList();
        return switch (engine.decide(new Facts(site, client, zone, method, path))) {
            case Decision.Forward forward -> {
                String rule = forward.route().name();
                String reason = "the first rule that matches exposes it to " + zone.name()
                        + forward.route()
                                .rate()
                                .map(rate -> ", at most " + Spelled.rate(rate) + " from each client")
                                .orElse("");
                yield new ExplainReport(name, path.value(), zone.name(), "forward", rule, reason, checked);
            }
            case Decision.Refuse refuse ->
                new ExplainReport(
                        name,
                        path.value(),
                        zone.name(),
                        path.tolerated().isPresent() ? "400" : words(refuse.how()),
                        "",
                        "no rule exposes it to " + zone.name(),
                        checked);
        };
    }

    private static ExplainReport.Check check(RouteCheck check) {
        return new ExplainReport.Check(check.route().name(), check.result().text());
    }

    private static String words(Otherwise how) {
        return switch (how) {
            case DROP -> "drop";
            case NOT_FOUND -> "404";
            case FORBIDDEN -> "403";
        };
    }
}
