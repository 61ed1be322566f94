package dev.portcullis.certificates;

import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.Pause;
import dev.portcullis.acme.PendingChallenges;
import dev.portcullis.acme.SelfSignedStore;
import dev.portcullis.acme.dns.AddressFollower;
import dev.portcullis.acme.keep.Disk;
import dev.portcullis.acme.renew.Renewals;
import dev.portcullis.admin.CertificateDesk;
import dev.portcullis.certificates.ServedCertificate.Source;
import dev.portcullis.config.Config;
import dev.portcullis.config.Config.CertificateSource;
import dev.portcullis.core.Certificates;
import dev.portcullis.core.HttpChallenges;
import dev.portcullis.core.TlsChallenges;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything about the certificates of a running server, put together in one place: what is presented, the files
/// that are watched, and the authorities that are asked.
public final class LiveCertificates implements AutoCloseable {

    private final PendingChallenges pending;
    private final Map<List<String>, CertificateSource> sources = new LinkedHashMap<>();
    private final boolean sameWork;
    private final Map<String, ServedCertificate> awaited = new HashMap<>();
    private final Map<String, AuthoritySettings> authorities = new HashMap<>();
    private final FileWatch files;
    private final SelfSignedUpkeep selfSigned;
    private final Watching watching;
    private final Renewals renewals;
    private final List<AddressFollower> followers;
    private final ServedCertificates served;
    private final LiveCertificateDesk desk;
    private final InstantSource time;
    private final List<Thread> ending = new ArrayList<>();

    private LiveCertificates(Config config, Optional<LiveCertificates> former, InstantSource time)
            throws CertificateTrouble {
        this.time = time;
        config.sites().forEach(site -> sources.put(site.hosts(), site.certificate()));
        pending = former.map(it -> it.pending).orElseGet(PendingChallenges::new);
        sameWork = former.filter(it -> it.byAuthority().equals(byAuthority())).isPresent();
        files = new FileWatch(time);
        selfSigned = new SelfSignedUpkeep(
                new SelfSignedStore(config.state().resolve("certificates/self-signed"), time, new SecureRandom()));
        watching = new Watching(files::look, this::daily, time, Pause.SLEEPING);
        List<ServedCertificate> sites = new ArrayList<>();
        for (Config.Site site : config.sites()) {
            sites.add(served(site, former));
        }
        SelfSignedUpkeep.Kept unknown = selfSigned.obtain("unknown-name", List.of("localhost", "127.0.0.1", "::1"));
        served = new ServedCertificates(sites, unknown.pair(), former.map(it -> it.served), time);
        unknown.tell(served::replaceSelfSigned);
        if (former.isPresent() && sameWork) {
            renewals = former.get().renewals;
            followers = former.get().followers;
        } else {
            renewals = AcmeWork.renewals(config, pending, new CertificateLog(this::obtained), Disk.PRIVATE, time);
            followers = AcmeWork.followers(config);
        }
        awaited.forEach((label, certificate) -> {
            if (former.flatMap(it -> it.kept(certificate)).isEmpty()) {
                renewals.kept(label)
                        .or(() -> AcmeWork.former(config, certificate.names(), time))
                        .ifPresent(certificate::replace);
            }
        });
        desk = new LiveCertificateDesk(served, renewals, authorities, time);
    }

    /// Reads files, makes what is missing, takes up what was obtained before; contacts nobody yet.
    ///
    /// @throws CertificateTrouble for the first certificate that cannot be used
    public static LiveCertificates load(Config config, InstantSource time) throws CertificateTrouble {
        return new LiveCertificates(config, Optional.empty(), time);
    }

    /// Those of another configuration, which are to take the place of these: what is presented for the same names
    /// from the same source stays, and so does a certificate that was got, until its successor is there. Changes
    /// nothing yet, and need not be closed if it is not used.
    ///
    /// @throws CertificateTrouble for the first certificate that cannot be used
    public LiveCertificates next(Config config) throws CertificateTrouble {
        return new LiveCertificates(config, Optional.of(this), time);
    }

    /// Begins to work in place of others, whose work ends; orders of names that stay are taken up again.
    public void replace(LiveCertificates former) {
        former.desk.close();
        former.watching.close();
        watching.start();
        if (!sameWork) {
            former.renewals.close();
            former.followers.forEach(AddressFollower::close);
            renewals.start();
            followers.forEach(AddressFollower::start);
        }
    }

    private Map<List<String>, CertificateSource> byAuthority() {
        Map<List<String>, CertificateSource> asked = new LinkedHashMap<>(sources);
        asked.values().removeIf(source -> !(source instanceof CertificateSource.Acme));
        return asked;
    }

    /// The very same, where it is one of these.
    private Optional<ServedCertificate> kept(ServedCertificate certificate) {
        return served.sites().stream()
                .filter(known -> known.equals(certificate))
                .findFirst();
    }

    /// What is presented for these names until now, if it is of that source and this very pair.
    private static Optional<ServedCertificate> same(
            Optional<LiveCertificates> former, Source source, List<String> hosts, Optional<KeyAndChain> pair) {
        return former.flatMap(it -> it.served.sites().stream()
                .filter(known -> known.source() == source && known.names().equals(hosts))
                .filter(known -> pair.isEmpty()
                        || known.at(it.time.millis()).leaf().equals(pair.get().leaf()))
                .findFirst());
    }

    private ServedCertificate served(Config.Site site, Optional<LiveCertificates> former) throws CertificateTrouble {
        List<String> hosts = site.hosts();
        return switch (site.certificate()) {
            case CertificateSource.FromFiles from -> {
                FileWatch.Watched watched = files.add(new FilePair(from.certificate(), from.key(), hosts));
                ServedCertificate certificate = same(former, Source.FILES, hosts, Optional.of(watched.pair()))
                        .orElseGet(() -> ServedCertificate.of(hosts, Source.FILES, watched.pair()));
                watched.tell(certificate::replace);
                yield certificate;
            }
            case CertificateSource.SelfSigned _ -> {
                SelfSignedUpkeep.Kept kept = selfSigned.obtain(hosts.getFirst(), hosts);
                ServedCertificate certificate = same(former, Source.SELF_SIGNED, hosts, Optional.of(kept.pair()))
                        .orElseGet(() -> ServedCertificate.of(hosts, Source.SELF_SIGNED, kept.pair()));
                kept.tell(certificate::replace);
                yield certificate;
            }
            case CertificateSource.Acme acme -> {
                SelfSignedUpkeep.Kept stopgap = selfSigned.obtain(hosts.getFirst(), hosts);
                ServedCertificate certificate = same(former, Source.ACME, hosts, Optional.empty())
                        .orElseGet(() -> ServedCertificate.awaited(hosts, stopgap.pair()));
                stopgap.tell(certificate::replaceStopgap);
                awaited.put(hosts.getFirst(), certificate);
                authorities.put(hosts.getFirst(), acme.authorities().getFirst());
                yield certificate;
            }
        };
    }

    private void daily() {
        selfSigned.renew();
        files.tellEnds();
    }

    /// As the watching thread does it.
    void look() {
        watching.look();
    }

    private void obtained(String label, KeyAndChain pair) {
        ServedCertificate certificate = awaited.get(label);
        if (certificate != null) {
            certificate.replace(pair);
        }
    }

    /// What the data plane presents.
    public Certificates presented() {
        return served;
    }

    /// Where authorities look by HTTP.
    public HttpChallenges requests() {
        return new HttpChallenges() {
            @Override
            public Optional<String> keyAuthorization(String token) {
                return pending.keyAuthorization(token);
            }

            @Override
            public boolean awaited() {
                return pending.awaitsRequest();
            }
        };
    }

    /// Where authorities look by handshake.
    public TlsChallenges handshakes() {
        return new PendingHandshakes(pending);
    }

    /// What the owner can ask and order.
    public CertificateDesk desk() {
        return desk;
    }

    /// Begins to watch files and to ask authorities; to be called when the listeners are open.
    public void start() {
        watching.start();
        renewals.start();
        followers.forEach(AddressFollower::start);
    }

    /// What the owner should attend to.
    public List<String> warnings() {
        List<String> all = new ArrayList<>(files.warnings());
        all.addAll(selfSigned.warnings());
        followers.forEach(follower ->
                follower.trouble().ifPresent(trouble -> all.add("public address: " + TroubleText.of(trouble))));
        return all;
    }

    /// Tells all work to end and does not wait for it; what is presented stays.
    public void end() {
        if (ending.isEmpty()) {
            desk.close();
            watching.close();
            ending.add(Thread.ofVirtual().start(renewals::close));
            followers.forEach(follower -> ending.add(Thread.ofVirtual().start(follower::close)));
        }
    }

    /// Waits, some seconds at most, until all work has ended.
    @Override
    public void close() {
        end();
        try {
            for (Thread last : ending) {
                last.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
