package dev.portcullis.app;

import dev.portcullis.config.Config;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What differs between two configurations, in words. Secrets, such as the ids of webhooks, are in none of them.
final class ConfigChanges {

    private final List<String> words = new ArrayList<>();

    private ConfigChanges() {}

    /// One line for each section or site; empty if nothing differs.
    static List<String> between(Config before, Config now) {
        ConfigChanges changes = new ConfigChanges();
        changes.lists("listen.https", before.listen().https(), now.listen().https());
        changes.lists("listen.http", before.listen().http(), now.listen().http());
        changes.lists("listen.metrics", before.listen().metrics(), now.listen().metrics());
        changes.section(
                "listen.proxy_protocol_from",
                before.listen().proxyProtocolFrom().cidrs(),
                now.listen().proxyProtocolFrom().cidrs());
        changes.section(
                "listen.forwarded_from",
                before.listen().forwardedFrom().cidrs(),
                now.listen().forwardedFrom().cidrs());
        changes.section("zones", before.zones(), now.zones());
        changes.sites(before.sites(), now.sites());
        changes.section("certificates.unknown_name", before.selfSignedZones(), now.selfSignedZones());
        changes.section("protection", before.protection(), now.protection());
        changes.section("logs.access", before.accessLog(), now.accessLog());
        changes.section("limits", before.limits(), now.limits());
        changes.section("timeouts", before.timeouts(), now.timeouts());
        changes.section("watch", before.watch(), now.watch());
        return List.copyOf(changes.words);
    }

    /// What a running server cannot change; empty if all can.
    static List<String> needingRestart(Config before, Config now) {
        ConfigChanges changes = new ConfigChanges();
        changes.section("state", before.state(), now.state());
        changes.section("admin.socket", before.adminSocket(), now.adminSocket());
        changes.section("logs.level", before.logLevel(), now.logLevel());
        return List.copyOf(changes.words);
    }

    private void section(String key, Object before, Object now) {
        if (!before.equals(now)) {
            words.add(key + " changed");
        }
    }

    private <T> void lists(String key, List<T> before, List<T> now) {
        now.stream().filter(it -> !before.contains(it)).forEach(it -> words.add(key + ": " + it + " opened"));
        before.stream().filter(it -> !now.contains(it)).forEach(it -> words.add(key + ": " + it + " closed"));
    }

    private void sites(List<Config.Site> before, List<Config.Site> now) {
        Map<List<String>, Config.Site> left = new LinkedHashMap<>();
        before.forEach(site -> left.put(site.hosts(), site));
        for (Config.Site site : now) {
            Config.Site known = left.remove(site.hosts());
            String name = "site " + String.join(", ", site.hosts());
            if (known == null) {
                words.add(name + " added");
                continue;
            }
            section(name + ": upstream", known.upstream(), site.upstream());
            section(name + ": certificates", known.certificate(), site.certificate());
            section(name + ": kind", known.kind(), site.kind());
            section(name + ": expose", PlaneConfig.routes(known), PlaneConfig.routes(site));
            section(name + ": otherwise", known.otherwise(), site.otherwise());
            section(name + ": hsts", known.hsts(), site.hsts());
            section(name + ": max_body", known.maxBody(), site.maxBody());
        }
        left.keySet().forEach(hosts -> words.add("site " + String.join(", ", hosts) + " removed"));
    }
}
