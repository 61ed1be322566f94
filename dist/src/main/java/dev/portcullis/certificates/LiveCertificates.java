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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything about the certificates of a running server, put together in one place: what is presented, the files
/// that are watched, and the authorities that are asked.
public final class LiveCertificates implements AutoCloseable {

    private final PendingChallenges pending = new PendingChallenges();
    private final Map<String, ServedCertificate> awaited = new HashMap<>();
    private final Map<String, AuthoritySettings> authorities = new HashMap<>();
    private final FileWatch files;
    private final SelfSignedUpkeep selfSigned;
    private final Watching watching;
    private final Renewals renewals;
    private final List<AddressFollower> followers;
    private final ServedCertificates served;
    private final LiveCertificateDesk desk;
    private final List<Thread> ending = new ArrayList<>();

    private LiveCertificates(Config config, InstantSource time) throws CertificateTrouble {
        files = new FileWatch(time);
        selfSigned = new SelfSignedUpkeep(
                new SelfSignedStore(config.state().resolve("certificates/self-signed"), time, new SecureRandom()));
        watching = new Watching(files::look, this::daily, time, Pause.SLEEPING);
        List<ServedCertificate> sites = new ArrayList<>();
        for (Config.Site site : config.sites()) {
            sites.add(served(site));
        }
        SelfSignedUpkeep.Kept unknown = selfSigned.obtain("unknown-name", List.of("localhost", "127.0.0.1", "::1"));
        served = new ServedCertificates(sites, unknown.pair(), time);
        unknown.tell(served::replaceSelfSigned);
        renewals = AcmeWork.renewals(config, pending, new CertificateLog(this::obtained), Disk.PRIVATE, time);
        followers = AcmeWork.followers(config);
        awaited.forEach((label, certificate) -> renewals.kept(label)
                .or(() -> AcmeWork.former(config, certificate.names(), time))
                .ifPresent(certificate::replace));
        desk = new LiveCertificateDesk(served, renewals, authorities, time);
    }

    /// Reads files, makes what is missing, takes up what was obtained before; contacts nobody yet.
    ///
    /// @throws CertificateTrouble for the first certificate that cannot be used
    public static LiveCertificates load(Config config, InstantSource time) throws CertificateTrouble {
        return new LiveCertificates(config, time);
    }

    private ServedCertificate served(Config.Site site) throws CertificateTrouble {
        List<String> hosts = site.hosts();
        return switch (site.certificate()) {
            case CertificateSource.FromFiles from -> {
                FileWatch.Watched watched = files.add(new FilePair(from.certificate(), from.key(), hosts));
                ServedCertificate certificate = ServedCertificate.of(hosts, Source.FILES, watched.pair());
                watched.tell(certificate::replace);
                yield certificate;
            }
            case CertificateSource.SelfSigned _ -> {
                SelfSignedUpkeep.Kept kept = selfSigned.obtain(hosts.getFirst(), hosts);
                ServedCertificate certificate = ServedCertificate.of(hosts, Source.SELF_SIGNED, kept.pair());
                kept.tell(certificate::replace);
                yield certificate;
            }
            case CertificateSource.Acme acme -> {
                SelfSignedUpkeep.Kept stopgap = selfSigned.obtain(hosts.getFirst(), hosts);
                ServedCertificate certificate = ServedCertificate.awaited(hosts, stopgap.pair());
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
