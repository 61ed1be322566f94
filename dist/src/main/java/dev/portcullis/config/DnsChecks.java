package dev.portcullis.config;

import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.Secret;
import dev.portcullis.acme.dns.DnsSettings.TransactionKey;
import dev.portcullis.acme.dns.UpdateRecords;
import java.util.Base64;
import java.util.List;

/// Refuses a section `dns` whose provider lacks something, or is told something that it has no use for.
final class DnsChecks {

    private final Section dns;
    private final Findings findings;

    private DnsChecks(Section dns, Findings findings) {
        this.dns = dns;
        this.findings = findings;
    }

    static void run(Section acme, List<Section> sites, Findings findings) {
        acme.find(DnsKeys.DNS).ifPresent(dns -> {
            DnsChecks checks = new DnsChecks(dns, findings);
            checks.isOfUse(acme);
            dns.find(DnsKeys.PROVIDER).ifPresent(provider -> checks.provider(provider, sites));
            dns.find(DnsKeys.TSIG).ifPresent(checks::transactionKey);
        });
    }

    private void isOfUse(Section acme) {
        List<ChallengeType> challenges = Assembly.values(acme.get(AcmeKeys.CHALLENGES));
        boolean misread = acme.has(AcmeKeys.CHALLENGES)
                && acme.find(AcmeKeys.CHALLENGES)
                        .filter(known -> !known.isEmpty())
                        .isEmpty();
        if (!challenges.contains(ChallengeType.DNS_01) && !dns.get(DnsKeys.UPDATE_ADDRESS) && !misread) {
            findings.warning(
                    dns.where(),
                    new Fault(
                            "a section dns without dns-01 in challenges",
                            "challenges: [dns-01]",
                            "Nothing is ever written to the zone."));
        }
    }

    private void provider(DnsKeys.Kind provider, List<Section> sites) {
        String name = provider.key();
        if (provider.hasToken() && !dns.has(DnsKeys.TOKEN) && !dns.has(DnsKeys.TOKEN_FILE)) {
            findings.problem(dns.where(), new Fault(name + " without a token", "token or token_file"));
        }
        requireOrRefuse(provider == DnsKeys.Kind.RFC2136, true, name, DnsKeys.SERVER);
        requireOrRefuse(provider == DnsKeys.Kind.RFC2136, false, name, DnsKeys.TSIG);
        requireOrRefuse(provider == DnsKeys.Kind.EXEC, true, name, DnsKeys.PROGRAM);
        requireOrRefuse(provider.hasToken(), false, name, DnsKeys.TOKEN);
        requireOrRefuse(provider.hasToken(), false, name, DnsKeys.TOKEN_FILE);
        if (dns.get(DnsKeys.UPDATE_ADDRESS) && !provider.updatesAddresses()) {
            findings.problem(
                    dns.at(DnsKeys.UPDATE_ADDRESS),
                    new Fault("update_address with " + name, "duckdns or cloudflare", "Others cannot do it."));
        }
        if (provider == DnsKeys.Kind.DUCKDNS) {
            sites.forEach(this::outsideOfDuckDns);
        }
        if (dns.get(DnsKeys.UPDATE_ADDRESS) && provider.updatesAddresses()) {
            sites.forEach(this::nothingToPoint);
        }
    }

    private void requireOrRefuse(boolean belongs, boolean needed, String provider, Key<?> key) {
        if (belongs && needed && !dns.has(key)) {
            findings.problem(
                    dns.where(),
                    new Fault(provider + " without " + key.name(), key.type().expected()));
        }
        if (!belongs && dns.has(key)) {
            findings.problem(
                    dns.at(key), new Fault(key.name() + " with " + provider, "the key left out, or its provider"));
        }
    }

    private void outsideOfDuckDns(Section site) {
        for (Found<String> host : site.find(SiteKeys.HOSTS).orElse(List.of())) {
            if (!host.value().endsWith(".duckdns.org") && !PublicNames.isAddress(host.value())) {
                findings.warning(
                        host.where(),
                        new Fault(
                                Quoted.of(host.value()) + " with duckdns",
                                "a name below duckdns.org",
                                "DuckDNS proves it only if _acme-challenge."
                                        + PublicNames.base(host.value())
                                        + " is a CNAME to a name of yours there."
                                        + (dns.get(DnsKeys.UPDATE_ADDRESS)
                                                ? " Its address cannot follow: update_address is for names there."
                                                : "")));
            }
        }
    }

    private void nothingToPoint(Section site) {
        List<String> hosts = Assembly.values(site.find(SiteKeys.HOSTS).orElse(List.of()));
        boolean none = hosts.stream().allMatch(host -> host.startsWith("*.") || PublicNames.isAddress(host));
        if (!hosts.isEmpty() && none) {
            findings.warning(
                    dns.at(DnsKeys.UPDATE_ADDRESS),
                    new Fault(
                            "update_address, and " + Quoted.of(hosts.getFirst()) + " has no record that could follow",
                            "a host that is a plain name",
                            "Only plain names are pointed here: no wildcards, no addresses."));
        }
    }

    private void transactionKey(Section tsig) {
        if (!tsig.has(DnsKeys.SECRET) && !tsig.has(DnsKeys.SECRET_FILE)) {
            findings.problem(tsig.where(), new Fault("a key without its secret", "secret or secret_file"));
        }
        for (Key<String> key : List.of(DnsKeys.SECRET, DnsKeys.SECRET_FILE)) {
            tsig.find(key)
                    .filter(text -> !isBase64(text))
                    .ifPresent(_ -> findings.problem(
                            tsig.at(key), new Fault("something else than base64", "the key as tsig-keygen writes it")));
            tsig.find(key).filter(DnsChecks::isBase64).ifPresent(text -> wholeKey(tsig, text));
        }
    }

    /// As the part that signs will read it.
    private void wholeKey(Section tsig, String secret) {
        tsig.find(DnsKeys.TSIG_NAME)
                .flatMap(name ->
                        UpdateRecords.check(new TransactionKey(name, tsig.get(DnsKeys.ALGORITHM), new Secret(secret))))
                .ifPresent(trouble -> findings.problem(
                        tsig.at(DnsKeys.TSIG_NAME),
                        new Fault(trouble.found(), "a key as the name server's configuration states it")));
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text.strip()).length > 0;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
