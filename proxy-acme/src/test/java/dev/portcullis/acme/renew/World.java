package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.KeyType;
import dev.portcullis.acme.WantedCertificate;
import dev.portcullis.acme.keep.CertificateFolder;
import dev.portcullis.acme.keep.QuickDisk;
import dev.portcullis.acme.keep.RenewalLedger;
import dev.portcullis.acme.order.Authority;
import dev.portcullis.acme.order.FakeAuthority;
import dev.portcullis.acme.order.Proof;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A household, its disk and its authorities, with a clock of their own.
final class World implements CertificateEvents {

    static final URI LETS_ENCRYPT = AuthoritySettings.directory("letsencrypt");
    static final URI STAGING = AuthoritySettings.directory("letsencrypt-staging");
    static final URI OTHER = URI.create("https://other.test/directory");
    static final String HOME = "home.example.org";

    final WorldClock clock = new WorldClock();
    final QuickDisk disk = new QuickDisk();
    final Map<URI, Authority> authorities = new HashMap<>();
    final List<String> told = new ArrayList<>();
    final List<URI> asked = new ArrayList<>();
    Duration longest = Duration.ofMinutes(15);
    /// How much our clock is ahead of Let's Encrypt's.
    volatile Duration ahead = Duration.ZERO;

    private final Path folder;
    private final FakeAuthority letsEncrypt =
            new FakeAuthority(() -> clock.instant().minus(ahead));
    private volatile Optional<KeyAndChain> served = Optional.empty();
    private int obtained;
    /// Whether whoever is told fails.
    volatile boolean deaf;

    World(Path folder) {
        this.folder = folder;
        authorities.put(LETS_ENCRYPT, letsEncrypt);
    }

    FakeAuthority letsEncrypt() {
        return letsEncrypt;
    }

    FakeAuthority add(URI directory) {
        FakeAuthority authority = new FakeAuthority(clock);
        authorities.put(directory, authority);
        return authority;
    }

    static AuthoritySettings settings(URI directory, boolean agreed) {
        return new AuthoritySettings(directory, "", agreed, Optional.empty(), "", "", Optional.empty());
    }

    static WantedCertificate wanted(List<String> names, AuthoritySettings... authorities) {
        return new WantedCertificate(names, List.of(authorities), List.of(ChallengeType.TLS_ALPN_01), KeyType.P256);
    }

    /// The program, started anew with what is on the disk.
    Renewals start(WantedCertificate... wanted) {
        disk.restarted();
        List<Renewals.Item> items = List.of(wanted).stream()
                .map(one -> new Renewals.Item(one, List.of(new Answered())))
                .toList();
        var tools = new Attempt.Tools(
                settings -> {
                    asked.add(settings.directory());
                    return authorities.get(settings.directory());
                },
                ledger(),
                clock,
                clock,
                new SecureRandom());
        Renewals renewals = new Renewals(items, tools, certificates(), this, longest);
        served = renewals.kept(wanted[0].label());
        return renewals;
    }

    Renewals start() {
        return start(wanted(List.of(HOME), settings(LETS_ENCRYPT, true)));
    }

    /// One look at everything.
    ///
    /// @throws QuickDisk.Killed if the program was killed in it
    Instant tick(Renewals renewals) throws InterruptedException {
        Instant next = renewals.tick();
        if (disk.isKilled()) {
            throw new QuickDisk.Killed();
        }
        return next;
    }

    RenewalLedger ledger() {
        return new RenewalLedger(ledgerFile(), clock, disk);
    }

    Path ledgerFile() {
        return folder.resolve("ledger.json");
    }

    CertificateFolder certificates() {
        return new CertificateFolder(folder, clock, disk);
    }

    void sleepUntil(Instant moment) {
        Instant soonest = clock.instant().plusSeconds(1);
        clock.set(moment.isBefore(soonest) ? soonest : moment);
    }

    Optional<KeyAndChain> served() {
        return served;
    }

    int obtained() {
        return obtained;
    }

    @Override
    public void obtained(String label, KeyAndChain pair) {
        if (deaf) {
            throw new IllegalStateException("a broken listener");
        }
        served = Optional.of(pair);
        obtained++;
        told.add("obtained " + label);
    }

    @Override
    public void failed(String label, AcmeTrouble trouble, int failures, Instant next) {
        told.add("failed " + failures + " " + trouble.cause() + " +"
                + Duration.between(clock.instant(), next).toSeconds());
    }

    @Override
    public void urgent(String label, Urgency urgency, AcmeTrouble trouble) {
        told.add("urgent " + urgency);
    }

    /// Every answer is in place at once.
    private record Answered() implements Proof {
        @Override
        public ChallengeType type() {
            return ChallengeType.TLS_ALPN_01;
        }

        @Override
        public int atOnce() {
            return 10;
        }

        @Override
        public Answers answer(List<Task> tasks) {
            return () -> {};
        }
    }
}
