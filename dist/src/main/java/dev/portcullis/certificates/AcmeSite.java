package dev.portcullis.certificates;

import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.Pause;
import dev.portcullis.acme.PendingChallenges;
import dev.portcullis.acme.WantedCertificate;
import dev.portcullis.acme.dns.DnsProviders;
import dev.portcullis.acme.dns.DnsSettings;
import dev.portcullis.acme.dns.ZoneLookups;
import dev.portcullis.acme.order.HandshakeProof;
import dev.portcullis.acme.order.Proof;
import dev.portcullis.acme.order.RecordProof;
import dev.portcullis.acme.order.RequestProof;
import dev.portcullis.acme.renew.Renewals;
import dev.portcullis.config.Config;
import dev.portcullis.config.Config.CertificateSource;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// What a site's configuration means to those who renew.
final class AcmeSite {

    private AcmeSite() {}

    static Renewals.Item item(
            Config.Site site, CertificateSource.Acme acme, PendingChallenges pending, InstantSource time) {
        WantedCertificate wanted =
                new WantedCertificate(site.hosts(), acme.authorities(), acme.challenges(), acme.keyType());
        List<Proof> proofs = new ArrayList<>();
        for (ChallengeType challenge : acme.challenges()) {
            switch (challenge) {
                case TLS_ALPN_01 -> proofs.add(new HandshakeProof(pending, time, new SecureRandom()));
                case HTTP_01 -> proofs.add(new RequestProof(pending));
                case DNS_01 -> acme.dns().ifPresent(dns -> proofs.add(records(dns, time)));
            }
        }
        return new Renewals.Item(wanted, proofs);
    }

    private static Proof records(DnsSettings dns, InstantSource time) {
        return new RecordProof(
                DnsProviders.of(dns.provider()),
                new ZoneLookups(dns.resolvers(), dns.spreadWithin(), time, Pause.SLEEPING));
    }
}
