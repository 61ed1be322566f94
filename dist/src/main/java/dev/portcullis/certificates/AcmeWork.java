package dev.portcullis.certificates;

import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.Names;
import dev.portcullis.acme.Pause;
import dev.portcullis.acme.PendingChallenges;
import dev.portcullis.acme.dns.AddressFollower;
import dev.portcullis.acme.dns.DnsProviders;
import dev.portcullis.acme.dns.DnsSettings;
import dev.portcullis.acme.keep.AccountKeys;
import dev.portcullis.acme.keep.CertificateFolder;
import dev.portcullis.acme.keep.Disk;
import dev.portcullis.acme.keep.RenewalLedger;
import dev.portcullis.acme.order.Acme4jAuthority;
import dev.portcullis.acme.order.PatientAuthority;
import dev.portcullis.acme.renew.CertificateEvents;
import dev.portcullis.acme.renew.Renewals;
import dev.portcullis.config.Config;
import dev.portcullis.config.Config.CertificateSource;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a configuration gives to those who ask authorities and DNS providers.
final class AcmeWork {

    private AcmeWork() {}

    /// Where all of it is kept.
    static Path folder(Path state) {
        return state.resolve("certificates").resolve("acme");
    }

    /// @param disk of what is kept; one that is only looked at will do until the renewals are started
    static Renewals renewals(
            Config config, PendingChallenges pending, CertificateEvents events, Disk disk, InstantSource time) {
        Path folder = folder(config.state());
        AccountKeys accounts = new AccountKeys(folder, disk);
        SecureRandom random = new SecureRandom();
        List<Renewals.Item> items = new ArrayList<>();
        for (Config.Site site : config.sites()) {
            if (site.certificate() instanceof CertificateSource.Acme acme) {
                items.add(AcmeSite.item(site, acme, pending, time));
            }
        }
        return new Renewals(
                items,
                settings -> new PatientAuthority(
                        new Acme4jAuthority(settings, accounts.key(settings.directory()), time),
                        time,
                        Pause.SLEEPING,
                        random),
                new CertificateFolder(folder, time, disk),
                new RenewalLedger(folder.resolve("ledger.json"), time, disk),
                events,
                time,
                Pause.SLEEPING,
                random);
    }

    /// What was obtained for a site before its names were changed, while it is valid: better for the names that it
    /// has than a self-signed one, until the new one comes.
    static Optional<KeyAndChain> former(Config config, List<String> names, InstantSource time) {
        CertificateFolder folder = new CertificateFolder(folder(config.state()), time);
        return names.stream()
                .flatMap(name -> folder.read(name).stream())
                .filter(pair -> pair.leaf().getNotAfter().toInstant().isAfter(time.instant()))
                .findFirst();
    }

    /// One for each site whose addresses are to follow; none is started yet.
    static List<AddressFollower> followers(Config config) {
        List<AddressFollower> followers = new ArrayList<>();
        for (Config.Site site : config.sites()) {
            if (site.certificate() instanceof CertificateSource.Acme acme) {
                acme.dns()
                        .filter(DnsSettings::updateAddress)
                        .flatMap(dns -> DnsProviders.addresses(dns.provider()))
                        .ifPresent(records -> followers.add(new AddressFollower(records, pointing(site.hosts()))));
            }
        }
        return followers;
    }

    /// Names that can have an address of their own.
    private static List<String> pointing(List<String> hosts) {
        return hosts.stream()
                .filter(host -> !host.startsWith("*.") && !Names.isAddress(host))
                .toList();
    }
}
