package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.Names;
import dev.portcullis.acme.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the A and AAAA records of names at the public address of this house, for ever.
///
/// The address is looked up every five minutes and the provider is called only where it changed, once at the
/// start, and again after a failure: for each name by itself, ever more rarely up to once an hour.
public final class AddressFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AddressFollower.class);
    private static final Duration BETWEEN = Duration.ofMinutes(5);
    private static final Duration LONGEST_BETWEEN = Duration.ofHours(1);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(5);

    private final AddressRecords records;
    private final List<String> names;
    private final AddressQuestion question;
    private final InstantSource clock;
    private final Pause pause;
    private final AtomicBoolean started = new AtomicBoolean();

    /// Used by the one thread only.
    private final Map<String, Aim> aims = new HashMap<>();

    private volatile Optional<AcmeTrouble> trouble = Optional.empty();
    private volatile Optional<PublicAddress> current = Optional.empty();
    private volatile @Nullable Thread thread;

    /// @param names what is to point here; left out is what cannot: addresses, and names of zones kept elsewhere
    public AddressFollower(AddressRecords records, List<String> names) {
        this(records, names, new AddressService(), InstantSource.system(), Pause.SLEEPING);
    }

    AddressFollower(
            AddressRecords records, List<String> names, AddressQuestion question, InstantSource clock, Pause pause) {
        this.records = records;
        this.names = names.stream()
                .filter(name -> !Names.isAddress(name) && records.points(name))
                .distinct()
                .toList();
        this.question = question;
        this.clock = clock;
        this.pause = pause;
    }

    /// Begins, on a virtual thread of its own; the second call does nothing.
    public void start() {
        if (started.compareAndSet(false, true)) {
            thread = Thread.ofVirtual().name("public address").start(this::follow);
        }
    }

    /// Ends, within seconds; the records stay as they are.
    @Override
    public void close() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join(LAST_MOMENT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What the last look or change failed with; empty if all names point here.
    public Optional<AcmeTrouble> trouble() {
        return trouble;
    }

    /// The public address as last seen.
    public Optional<PublicAddress> current() {
        return current;
    }

    private void follow() {
        try {
            while (true) {
                look();
                pause.take(BETWEEN);
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /// Looks once and changes what has to be changed.
    private void look() throws InterruptedException {
        try {
            PublicAddress here = question.ask();
            current = Optional.of(here);
            names.forEach(name -> aims.put(name, point(name, here, aims.getOrDefault(name, Aim.NEW))));
            trouble = names.stream()
                    .flatMap(name -> aims.getOrDefault(name, Aim.NEW).trouble().stream())
                    .findFirst();
        } catch (AcmeFailure failure) {
            lost(failure.trouble());
        } catch (RuntimeException bug) {
            lost(ours(bug));
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
    }

    private void lost(AcmeTrouble why) {
        if (trouble.isEmpty()) {
            LOG.warn("{}", why);
        }
        trouble = Optional.of(why);
    }

    private Aim point(String name, PublicAddress here, Aim before) {
        PublicAddress changed = here.without(before.pointed());
        Instant now = clock.instant();
        if (changed.isEmpty()) {
            return new Aim(before.pointed(), 0, now, now, Optional.empty());
        }
        if (!before.isDue(now)) {
            return before;
        }
        try {
            records.point(name, changed.ipv4(), changed.ipv6());
            LOG.info("{}: follows the public address, {}", name, changed);
            return new Aim(here.or(before.pointed()), 0, now, now, Optional.empty());
        } catch (AcmeFailure failure) {
            return failed(before, now, failure.trouble());
        } catch (RuntimeException bug) {
            return failed(before, now, ours(bug));
        }
    }

    private static Aim failed(Aim before, Instant now, AcmeTrouble trouble) {
        if (before.failures() == 0) {
            LOG.warn("{}", trouble);
        }
        Duration wait = BETWEEN.multipliedBy(1L << Math.min(before.failures(), 4));
        Instant next = now.plus(wait.compareTo(LONGEST_BETWEEN) > 0 ? LONGEST_BETWEEN : wait);
        return new Aim(
                before.pointed(),
                before.failures() + 1,
                now,
                trouble.notBefore().filter(next::isBefore).orElse(next),
                Optional.of(trouble));
    }

    private static AcmeTrouble ours(RuntimeException bug) {
        LOG.error("public address: an error of Portcullis itself", bug);
        return AcmeTrouble.of(
                Cause.DNS_UPDATE_FAILED,
                "public address",
                "an error of Portcullis itself: " + bug.getClass().getSimpleName(),
                "It is tried again by itself; please report it with what the log says.");
    }

    /// How far one name has come.
    ///
    /// @param pointed where it was last pointed to
    /// @param failures since then
    /// @param tried when it was last tried
    /// @param next when to try again
    private record Aim(
            PublicAddress pointed, int failures, Instant tried, Instant next, Optional<AcmeTrouble> trouble) {

        private static final Aim NEW = new Aim(PublicAddress.NONE, 0, Instant.MIN, Instant.MIN, Optional.empty());

        /// Also where the clock was set back.
        boolean isDue(Instant now) {
            return now.isBefore(tried) || !now.isBefore(next);
        }
    }
}
