package dev.portcullis.config;

import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.core.ListenAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Refuses a section `acme` that can never end with a certificate, and warns of one that probably will not.
final class AcmeChecks {

    private static final String ZERO_SSL = "zerossl";

    private final Section listen;
    private final Findings findings;

    private AcmeChecks(Section listen, Findings findings) {
        this.listen = listen;
        this.findings = findings;
    }

    static void run(Section root, Findings findings) {
        AcmeChecks checks = new AcmeChecks(root.get(RootKeys.LISTEN), findings);
        List<Section> sites = Assembly.values(root.find(RootKeys.SITES).orElse(List.of()));
        checks.section(
                root.get(RootKeys.CERTIFICATES),
                sites.stream().filter(site -> !site.has(SiteKeys.CERTIFICATES)).toList());
        for (Section site : sites) {
            site.find(SiteKeys.CERTIFICATES).ifPresent(own -> checks.section(own, List.of(site)));
        }
    }

    private void section(Section certificates, List<Section> sites) {
        certificates.find(CertificateKeys.ACME).ifPresent(acme -> {
            authorities(acme);
            challenges(acme);
            acme.find(AcmeKeys.EAB).ifPresent(this::binding);
            DnsChecks.run(acme, sites, findings);
            AcmeNameChecks.run(acme, sites, findings);
        });
    }

    private void authorities(Section acme) {
        boolean agreed = acme.has(AcmeKeys.AGREE_TO_TERMS)
                && acme.find(AcmeKeys.AGREE_TO_TERMS).orElse(true);
        if (!agreed) {
            findings.problem(
                    acme.at(AcmeKeys.AGREE_TO_TERMS),
                    new Fault(
                            acme.has(AcmeKeys.AGREE_TO_TERMS) ? "false" : "missing",
                            "true",
                            "Read the authority's terms first; nothing is sent to it before you agree."));
        }
        String directory = AcmeKeys.directory(acme);
        if (directory.equals(ZERO_SSL) && !acme.has(AcmeKeys.EAB)) {
            findings.problem(
                    acme.at(AcmeKeys.DIRECTORY),
                    new Fault(
                            "zerossl without eab",
                            "eab: {kid: …, hmac_file: …}",
                            "ZeroSSL shows both under \"Developer\" once you have an account there."));
        }
        Set<String> seen = new HashSet<>();
        seen.add(AuthoritySettings.directory(directory).toString());
        for (Found<String> fallback : acme.get(AcmeKeys.FALLBACK_DIRECTORIES)) {
            if (!seen.add(AuthoritySettings.directory(fallback.value()).toString())) {
                findings.problem(
                        fallback.where(),
                        new Fault(Quoted.of(fallback.value()) + " is asked before already", "another authority"));
            } else if (fallback.value().equals(ZERO_SSL)) {
                findings.problem(
                        fallback.where(),
                        new Fault(
                                "zerossl",
                                "an authority that needs no external account",
                                "eab is for directory alone: make zerossl the directory, and the other the fallback."));
            }
        }
    }

    private void binding(Section eab) {
        boolean given = eab.has(AcmeKeys.HMAC) || eab.has(AcmeKeys.HMAC_FILE);
        if (!given) {
            findings.problem(eab.where(), new Fault("eab without a key", "hmac or hmac_file"));
        }
        for (Key<String> key : List.of(AcmeKeys.HMAC, AcmeKeys.HMAC_FILE)) {
            eab.find(key)
                    .filter(text -> !isBase64Url(text))
                    .ifPresent(_ -> findings.problem(
                            eab.at(key),
                            new Fault("something else than base64url", "the key as the authority shows it")));
        }
    }

    private static boolean isBase64Url(String text) {
        String digits = text.strip();
        while (digits.endsWith("=")) {
            digits = digits.substring(0, digits.length() - 1);
        }
        return !digits.isEmpty()
                && digits.length() % 4 != 1
                && digits.chars()
                        .allMatch(c -> Words.smallLetterOrDigit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '_');
    }

    private void challenges(Section acme) {
        Set<ChallengeType> seen = new HashSet<>();
        for (Found<ChallengeType> challenge : acme.get(AcmeKeys.CHALLENGES)) {
            if (!seen.add(challenge.value())) {
                findings.problem(
                        at(challenge, acme), new Fault(challenge.value().key() + " twice", "each challenge once"));
                continue;
            }
            switch (challenge.value()) {
                case TLS_ALPN_01 -> reachable(acme, challenge, ListenKeys.HTTPS, 443);
                case HTTP_01 -> {
                    if (nobodyListens()) {
                        findings.problem(
                                at(challenge, acme),
                                new Fault(
                                        "http-01 without listen.http",
                                        "listen: {http: [\":80\"]}",
                                        "The authority asks on port 80."));
                    } else {
                        reachable(acme, challenge, ListenKeys.HTTP, 80);
                    }
                }
                case DNS_01 -> {
                    if (!acme.has(DnsKeys.DNS)) {
                        findings.problem(
                                at(challenge, acme),
                                new Fault(
                                        "dns-01 without a section dns",
                                        "dns: {provider: …}",
                                        "It says who keeps the zone."));
                    }
                }
            }
        }
    }

    /// A list that was refused is no empty one.
    private boolean nobodyListens() {
        boolean refused =
                listen.has(ListenKeys.HTTP) && listen.find(ListenKeys.HTTP).isEmpty();
        return !refused && listen.get(ListenKeys.HTTP).isEmpty();
    }

    /// An authority comes to one port and no other (RFC 8555 §8.3, RFC 8737 §3); a router may send that elsewhere.
    private void reachable(
            Section acme, Found<ChallengeType> challenge, Key<List<Found<ListenAddress>>> listeners, int port) {
        List<ListenAddress> here = Assembly.values(listen.get(listeners));
        boolean direct = here.stream().anyMatch(it -> it.port() == port);
        if (direct || here.isEmpty() || !AcmeKeys.isPublic(AcmeKeys.directory(acme))) {
            return;
        }
        findings.warning(
                at(challenge, acme),
                new Fault(
                        "%s, and listen.%s without port %d"
                                .formatted(challenge.value().key(), listeners.name(), port),
                        "a listener on port " + port,
                        "The authority comes to port %d: forward port %d of the router to port %d of this machine."
                                .formatted(port, port, here.getFirst().port())));
    }

    /// A default is nowhere in the file.
    private static Where at(Found<ChallengeType> challenge, Section acme) {
        return acme.has(AcmeKeys.CHALLENGES) ? challenge.where() : acme.at(AcmeKeys.CHALLENGES);
    }
}
