package dev.portcullis.config;

import dev.portcullis.acme.ChallengeType;
import java.util.List;

/// Refuses hosts for which the configured authority and challenges can never give a certificate.
final class AcmeNameChecks {

    private static final String SHORT_LIVED = "shortlived";

    private final String directory;
    private final List<ChallengeType> challenges;
    private final String profile;
    private final Findings findings;

    private AcmeNameChecks(Section acme, Findings findings) {
        this.directory = AcmeKeys.directory(acme);
        this.challenges = Assembly.values(acme.get(AcmeKeys.CHALLENGES));
        this.profile = acme.get(AcmeKeys.PROFILE);
        this.findings = findings;
    }

    static void run(Section acme, List<Section> sites, Findings findings) {
        AcmeNameChecks checks = new AcmeNameChecks(acme, findings);
        for (Section site : sites) {
            site.find(SiteKeys.HOSTS).orElse(List.of()).forEach(checks::host);
        }
    }

    private void host(Found<String> host) {
        String name = host.value();
        if (AcmeKeys.isPublic(directory) && !PublicNames.isPublic(name)) {
            findings.problem(
                    host.where(),
                    new Fault(
                            "%s issues no certificate for %s".formatted(directory, Quoted.of(name)),
                            "a name in the public DNS",
                            "Put it into a site of its own with certificates: {self_signed: true}, or use a private"
                                    + " authority as directory."));
            return;
        }
        boolean provable = challenges.isEmpty() || challenges.stream().anyMatch(type -> type.suits(name));
        if (!provable && name.startsWith("*.")) {
            findings.problem(
                    host.where(),
                    new Fault(
                            Quoted.of(name) + " without dns-01",
                            "dns-01 in challenges, or each name by itself",
                            "Only a DNS record proves a wildcard."));
        } else if (!provable) {
            findings.problem(
                    host.where(),
                    new Fault(
                            "the address " + Quoted.of(name) + " with dns-01 alone",
                            "tls-alpn-01 or http-01 in challenges",
                            "An address has no DNS zone."));
        } else if (PublicNames.isAddress(name) && directory.startsWith("letsencrypt") && !profile.equals(SHORT_LIVED)) {
            findings.warning(
                    host.where(),
                    new Fault(
                            "the address " + Quoted.of(name) + " at " + directory,
                            "profile: shortlived",
                            "Let's Encrypt gives certificates for addresses with that profile alone."));
        }
    }
}
