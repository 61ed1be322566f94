package dev.portcullis.config;

import dev.portcullis.config.Config.Protection;
import dev.portcullis.config.ProtectionKeys.AllowanceKeys;
import dev.portcullis.config.ProtectionKeys.BucketKeys;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.limit.LimitPolicy;
import dev.portcullis.rules.limit.LimitPolicy.Bucket;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.signal.OwnRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Makes a [Protection] of the checked section `protection`.
final class ProtectionAssembly {

    private ProtectionAssembly() {}

    /// What holds where the file says nothing.
    static Protection standard() {
        return of(new Section(Where.root(Mark.FILE)).get(RootKeys.PROTECTION));
    }

    static Protection of(Section protection) {
        Set<String> zones = new LinkedHashSet<>();
        List<Cidr> networks = new ArrayList<>();
        Set<String> hosts = new LinkedHashSet<>();
        for (NeverBanMember member : Assembly.values(protection.get(ProtectionKeys.NEVER_BAN))) {
            switch (member) {
                case NeverBanMember.InZone zone -> zones.add(zone.name());
                case NeverBanMember.InNetwork network -> networks.add(network.cidr());
                case NeverBanMember.Host host -> hosts.add(host.name());
            }
        }
        boolean enforce = protection.get(ProtectionKeys.ENFORCE);
        return new Protection(
                enforce,
                zones,
                CidrSet.of(networks),
                List.copyOf(hosts),
                protection.get(ProtectionKeys.REMEMBER_OWNER),
                allowance(protection.get(ProtectionKeys.FAILED_LOGINS), ProtectionKeys.LOGIN_KEYS),
                allowance(protection.get(ProtectionKeys.PROBES), ProtectionKeys.PROBE_KEYS),
                limits(enforce, protection.get(ProtectionKeys.RATE_LIMITS)),
                terms(protection.get(ProtectionKeys.BANS)),
                Assembly.values(protection.get(ProtectionKeys.RULES)).stream()
                        .map(ProtectionAssembly::ownRule)
                        .toList(),
                protection.get(ProtectionKeys.KEEP));
    }

    private static BanPolicy.Allowance allowance(Section section, AllowanceKeys keys) {
        return new BanPolicy.Allowance(section.get(keys.limit()), section.get(keys.window()));
    }

    private static LimitPolicy limits(boolean enforce, Section limits) {
        Section connection = limits.get(ProtectionKeys.CONNECTION);
        return new LimitPolicy(
                enforce,
                bucket(limits.get(ProtectionKeys.AUTH), ProtectionKeys.AUTH_KEYS),
                bucket(limits.get(ProtectionKeys.WEBHOOK), ProtectionKeys.WEBHOOK_KEYS),
                bucket(limits.get(ProtectionKeys.REQUEST), ProtectionKeys.REQUEST_KEYS),
                bucket(connection, ProtectionKeys.CONNECTION_KEYS),
                connection.get(ProtectionKeys.OPEN),
                LimitPolicy.DEFAULT.clients());
    }

    private static Bucket bucket(Section section, BucketKeys keys) {
        Amounts.Rate rate = section.get(keys.rate());
        return new Bucket(rate.count(), rate.per(), section.get(keys.burst()));
    }

    private static BanPolicy.Terms terms(Section bans) {
        Section widen = bans.get(BanKeys.WIDEN);
        return new BanPolicy.Terms(
                bans.get(BanKeys.FIRST),
                bans.get(BanKeys.FACTOR),
                bans.get(BanKeys.LONGEST),
                bans.get(BanKeys.MEMORY),
                new BanPolicy.Widening(
                        widen.get(BanKeys.AFTER),
                        widen.get(BanKeys.IPV4),
                        widen.get(BanKeys.IPV6),
                        widen.get(BanKeys.FOR)));
    }

    private static OwnRule ownRule(Section rule) {
        Section match = rule.get(OwnRuleKeys.MATCH);
        return new OwnRule(
                rule.get(OwnRuleKeys.NAME),
                new OwnRule.Match(
                        match.find(OwnRuleKeys.PATH),
                        match.find(OwnRuleKeys.METHOD),
                        match.find(OwnRuleKeys.HEADER),
                        match.find(OwnRuleKeys.STATUS).map(OptionalInt::of).orElse(OptionalInt.empty())),
                rule.get(OwnRuleKeys.WEIGHT),
                rule.get(OwnRuleKeys.ENFORCED));
    }
}
