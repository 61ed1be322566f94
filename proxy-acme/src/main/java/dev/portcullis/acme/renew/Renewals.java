package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.Pause;
import dev.portcullis.acme.WantedCertificate;
import dev.portcullis.acme.keep.CertificateFolder;
import dev.portcullis.acme.keep.RenewalLedger;
import dev.portcullis.acme.order.Authority;
import dev.portcullis.acme.order.Progress;
import dev.portcullis.acme.order.Proof;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gets all wanted certificates and keeps them valid for years, one after the other on one virtual thread.
///
/// Each attempt ends within 15 minutes, so that no certificate waits long for another. Whatever goes wrong is
/// told ([CertificateEvents]) and tried again for ever. The owner may ask ([#renew], [#test]) from any thread.
public final class Renewals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);
    private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(15);
    /// A clock that is set, or a machine that slept, is noticed within this time.
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(15);
    private static final Duration SHORTEST_SLEEP = Duration.ofSeconds(1);
    private static final Duration AFTER_A_FAULT = Duration.ofMinutes(10);
    private static final Duration TO_CLOSE = Duration.ofSeconds(5);

    private final RenewalLedger ledger;
    private final Map<String, Renewal> renewals = new LinkedHashMap<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Semaphore wake = new Semaphore(0);
    /// One run at a time: two would answer challenges for the same name.
    private final ReentrantLock running = new ReentrantLock(true);
    private final InstantSource time;
    private @Nullable Thread thread;

    /// Where authorities come from.
    @FunctionalInterface
    public interface Authorities {

        /// The authority behind these settings; asks nobody.
        ///
        /// @throws AcmeFailure where it cannot even be tried, such as for want of an account key
        Authority of(AuthoritySettings settings) throws AcmeFailure;
    }

    /// A certificate and the ways to prove its names.
    ///
    /// @param proofs in the order to try
    public record Item(WantedCertificate wanted, List<Proof> proofs) {
        public Item {
            proofs = List.copyOf(proofs);
        }
    }

    /// Reads what is kept; asks nobody.
    ///
    /// @param items with different labels
    /// @param events called on the thread that does the work
    public Renewals(
            List<Item> items,
            Authorities authorities,
            CertificateFolder folder,
            RenewalLedger ledger,
            CertificateEvents events,
            InstantSource time,
            Pause pause,
            SecureRandom random) {
        this(items, new Attempt.Tools(authorities, ledger, time, pause, random), folder, events, LONGEST_ATTEMPT);
    }

    Renewals(
            List<Item> items,
            Attempt.Tools tools,
            CertificateFolder folder,
            CertificateEvents events,
            Duration longestAttempt) {
        this.ledger = tools.ledger();
        this.time = tools.time();
        for (Item item : items) {
            renewals.put(item.wanted().label(), new Renewal(item, tools, folder, events, longestAttempt));
        }
    }

    /// The kept certificate, if it is for the wanted names, when it may nearly or wholly have ended, or a
    /// valid one for some of them.
    public Optional<KeyAndChain> kept(String label) {
        return Optional.ofNullable(renewals.get(label)).flatMap(Renewal::kept);
    }

    /// How each certificate stands; never blocks.
    public List<CertificateState> states() {
        return renewals.values().stream().map(Renewal::state).toList();
    }

    /// Reads anew what is kept, and begins to work.
    ///
    /// @throws IllegalStateException if it was called before
    public void start() {
        if (thread != null) {
            throw new IllegalStateException("renewals: started already (expected: once)");
        }
        ledger.reread();
        renewals.values().forEach(Renewal::reread);
        forgetTheUnwanted();
        thread = Thread.ofVirtual().name("certificates").start(this::work);
    }

    private void forgetTheUnwanted() {
        try {
            ledger.update(state -> state.wanted(renewals.keySet(), time.instant()));
        } catch (AcmeFailure unwritten) {
            LOG.warn("{}", unwritten.getMessage());
        }
    }

    /// Has a certificate renewed now, whatever the schedule says and however often it failed; the limits of the
    /// authorities are kept.
    ///
    /// @return false if there is none of that label
    public boolean renew(String label) {
        if (!renewals.containsKey(label)) {
            return false;
        }
        asked.add(label);
        wake.release();
        return true;
    }

    /// Does a whole run at the authority's staging directory and throws the certificate away; at the authority
    /// itself where it has none, and `progress` is told so. Waits while a renewal is being made.
    ///
    /// @throws AcmeFailure with the diagnosis
    /// @throws IllegalArgumentException if there is no certificate of that label
    public void test(String label, Progress progress) throws AcmeFailure, InterruptedException {
        Renewal renewal = renewals.get(label);
        if (renewal == null) {
            throw new IllegalArgumentException(
                    "certificate test: %s (expected: one of %s)".formatted(label, renewals.keySet()));
        }
        running.lockInterruptibly();
        try {
            renewal.rehearse(progress);
        } finally {
            running.unlock();
        }
    }

    /// Does what is due for each certificate.
    ///
    /// @return when to come back, twelve hours from now at the latest
    Instant tick() throws InterruptedException {
        Instant next = time.instant().plus(RenewalSchedule.ASKED_EVERY);
        for (Renewal renewal : renewals.values()) {
            Instant wanted = looked(renewal);
            next = wanted.isBefore(next) ? wanted : next;
        }
        return next;
    }

    private Instant looked(Renewal renewal) throws InterruptedException {
        running.lockInterruptibly();
        try {
            Optional<KeyAndChain> before = renewal.kept();
            Instant next = renewal.look(asked.remove(renewal.label()));
            if (!renewal.kept().equals(before)) {
                // Asked for while it came.
                asked.remove(renewal.label());
            }
            return next;
        } catch (RuntimeException | Error unexpected) {
            renewal.rests();
            LOG.error("{}: the certificate's renewal failed unexpectedly", renewal.label(), unexpected);
            return time.instant().plus(AFTER_A_FAULT);
        } finally {
            running.unlock();
        }
    }

    private void work() {
        try {
            while (true) {
                Instant next = tick();
                Duration sleep = Duration.between(time.instant(), next);
                sleep = sleep.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : sleep;
                sleep = sleep.compareTo(SHORTEST_SLEEP) < 0 ? SHORTEST_SLEEP : sleep;
                if (wake.tryAcquire(sleep.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            LOG.debug("renewals end");
        }
    }

    /// Ends the work; an order that is being made is taken up again at the next start. Waits for five seconds
    /// at most.
    @Override
    public void close() {
        Thread worker = thread;
        if (worker == null) {
            return;
        }
        worker.interrupt();
        try {
            if (!worker.join(TO_CLOSE)) {
                LOG.warn("renewals: still at work {} s after they were told to end", TO_CLOSE.toSeconds());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
