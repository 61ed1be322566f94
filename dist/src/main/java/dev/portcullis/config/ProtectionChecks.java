package dev.portcullis.config;

import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.net.Zone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Refuses a section `protection` that contradicts itself or the zones, and warns where it protects nobody.
final class ProtectionChecks {

    private static final Set<String> USUAL_METHODS = Set.of("GET", "HEAD", "POST");

    private final Section protection;
    private final List<String> zones;
    private final Findings findings;

    private ProtectionChecks(Section protection, List<String> zones, Findings findings) {
        this.protection = protection;
        this.zones = zones;
        this.findings = findings;
    }

    static void run(Section root, Findings findings) {
        List<String> zones = ZoneChecks.names(root.get(RootKeys.ZONES));
        new ProtectionChecks(root.get(RootKeys.PROTECTION), zones, findings).all();
    }

    private void all() {
        if (!protection.get(ProtectionKeys.ENFORCE)) {
            findings.warning(
                    protection.at(ProtectionKeys.ENFORCE),
                    new Fault("observe", "enforce", "Nobody is banned or throttled; it is only written down."));
        }
        protection.get(ProtectionKeys.NEVER_BAN).forEach(this::neverBan);
        onceIsEnough(
                protection.get(ProtectionKeys.FAILED_LOGINS),
                ProtectionKeys.LOGIN_KEYS.limit(),
                "One mistyped password bans.");
        onceIsEnough(
                protection.get(ProtectionKeys.PROBES),
                ProtectionKeys.PROBE_KEYS.limit(),
                "One outdated link or webhook bans.");
        bans(protection.get(ProtectionKeys.BANS));
        ownRules();
    }

    private void neverBan(Found<NeverBanMember> member) {
        switch (member.value()) {
            case NeverBanMember.InZone(String name)
            when !zones.contains(name) -> findings.problem(member.where(), unknownWord(name));
            case NeverBanMember.InZone(String name)
            when name.equals(Zone.INTERNET.name()) -> warnOfAll(member.where(), name, "client from the internet");
            case NeverBanMember.InNetwork network
            when network.cidr().prefixLength() == 0 ->
                warnOfAll(
                        member.where(),
                        network.cidr().toString(),
                        network.cidr().network().isIpv4() ? "IPv4 client" : "IPv6 client");
            case NeverBanMember.InZone _, NeverBanMember.InNetwork _, NeverBanMember.Host _ -> {}
        }
    }

    private Fault unknownWord(String name) {
        List<String> words = new ArrayList<>(zones);
        words.add("a network");
        words.add("a host name");
        Fault fault = new Fault("unknown zone " + Quoted.of(name), Fault.oneOf(words));
        return Nearest.to(name, zones).isPresent()
                ? fault.suggesting(name, zones)
                : fault.withHint("A host name has a dot in it.");
    }

    private void warnOfAll(Where where, String what, String whom) {
        findings.warning(where, new Fault(what, "whom you trust", "No " + whom + " is ever banned then."));
    }

    private void onceIsEnough(Section allowance, Key<Integer> limit, String hint) {
        if (allowance.get(limit) == 1) {
            findings.warning(allowance.at(limit), new Fault("1", "2 or more", hint));
        }
    }

    private void bans(Section bans) {
        Duration first = bans.get(BanKeys.FIRST);
        if (bans.get(BanKeys.LONGEST).compareTo(first) < 0) {
            boolean longestWritten = bans.has(BanKeys.LONGEST);
            findings.problem(
                    bans.at(longestWritten ? BanKeys.LONGEST : BanKeys.FIRST),
                    longestWritten
                            ? new Fault("longest is shorter than first", "a duration not shorter than first")
                            : new Fault("first is longer than longest", "a duration up to longest, which is 30d"));
        }
    }

    private void ownRules() {
        Set<String> taken = new HashSet<>(List.of("widen"));
        Arrays.stream(Cause.values()).map(Cause::key).forEach(taken::add);
        Map<String, Where> earlier = new HashMap<>();
        for (Section rule : Assembly.values(protection.get(ProtectionKeys.RULES))) {
            rule.find(OwnRuleKeys.NAME).ifPresent(name -> name(name, rule.at(OwnRuleKeys.NAME), taken, earlier));
            rule.find(OwnRuleKeys.MATCH)
                    .filter(ProtectionChecks::meansEverybody)
                    .ifPresent(match -> findings.warning(
                            match.where(),
                            new Fault("what everybody does", "what only strangers do", "Add a path or a header.")));
            rule.find(OwnRuleKeys.MATCH)
                    .filter(match -> OwnRuleKeys.CONDITIONS.stream().noneMatch(match::has))
                    .filter(match -> !findings.anyProblemIn(match.where()))
                    .ifPresent(match -> findings.problem(
                            match.where(),
                            new Fault(
                                    "an empty match",
                                    "at least one of path, method, header and status",
                                    "It would match every request.")));
        }
    }

    /// Whether each condition that is there holds for most of the traffic.
    private static boolean meansEverybody(Section match) {
        boolean anyPath = match.find(OwnRuleKeys.PATH)
                .map(it -> it.toString().equals("/**"))
                .orElse(true);
        boolean anyMethod =
                match.find(OwnRuleKeys.METHOD).map(USUAL_METHODS::contains).orElse(true);
        boolean anyStatus = match.find(OwnRuleKeys.STATUS).map(it -> it < 400).orElse(true);
        return anyPath && anyMethod && anyStatus && !match.has(OwnRuleKeys.HEADER);
    }

    private void name(String name, Where where, Set<String> taken, Map<String, Where> earlier) {
        if (taken.contains(name)) {
            findings.problem(
                    where,
                    new Fault(Quoted.of(name) + " is built in", "another name", "Bans are listed by such names."));
        }
        Where first = earlier.putIfAbsent(name, where);
        if (first != null) {
            findings.problem(
                    where,
                    new Fault(
                            Quoted.of(name) + " again",
                            "each name once",
                            "The first is in line " + first.mark().line() + "."));
        }
    }
}
