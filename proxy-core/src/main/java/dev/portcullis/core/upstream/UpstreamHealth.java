package dev.portcullis.core.upstream;

import dev.portcullis.core.ProxyEvents;
import dev.portcullis.core.ServerStatus;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.ClientKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the exchanges with one upstream showed of it; shared by all event loops.
///
/// It only tells: every request tries the upstream anew, so nothing waits for a recovery to be noticed.
final class UpstreamHealth {

    private static final Duration RESTART = Duration.ofMinutes(2);

    private final String upstream;
    private final ProxyEvents events;
    private final InstantSource time;
    /// What [#answered] asks for each answer: one read, nothing else.
    private volatile boolean up;

    private volatile State state;
    private volatile @Nullable Instant lastAway;
    private @Nullable Excuse lastExcuse;

    /// A client was answered 502 or 503 by Home Assistant.
    private record Excuse(ClientKey client, Instant at) {}

    private record State(Optional<Boolean> up, Instant since, String trouble) {}

    public UpstreamHealth(String upstream, ProxyEvents events, InstantSource time) {
        this.upstream = upstream;
        this.events = events;
        this.time = time;
        this.state = new State(Optional.empty(), time.instant(), "");
    }

    /// It answered.
    void answered() {
        if (!up && isNews(true, "")) {
            events.upstreamUp(upstream);
        }
    }

    /// It could not be reached.
    void down(String trouble) {
        lastAway = time.instant();
        if (isNews(false, trouble)) {
            events.upstreamDown(upstream, trouble);
        }
    }

    /// Changes are rare, so a lock costs nothing; whether to tell is decided inside it, telling is not.
    private synchronized boolean isNews(boolean now, String trouble) {
        State before = state;
        boolean changed = before.up().isEmpty() || before.up().get() != now;
        state = new State(Optional.of(now), changed ? time.instant() : before.since(), trouble);
        up = now;
        return changed && (before.up().isPresent() || !now);
    }

    /// It answered 502 or 503, as Home Assistant does while it starts and stops. That counts once two clients got it
    /// within two minutes: one alone might have found a request that is always answered so, and guess on for free.
    synchronized void excused(Address address) {
        ClientKey client = ClientKey.of(address);
        Instant now = time.instant();
        Excuse before = lastExcuse;
        if (before != null
                && !before.client().equals(client)
                && now.isBefore(before.at().plus(RESTART))) {
            lastAway = now;
        }
        lastExcuse = new Excuse(client, now);
    }

    /// Whether it could not be reached within the last two minutes or said that it is restarting, or cannot be reached
    /// now: what it then says of anybody's login may be its own trouble.
    boolean restarting(Instant now) {
        Instant away = lastAway;
        return away != null && (!up || now.isBefore(away.plus(RESTART)));
    }

    public ServerStatus.UpstreamHealth snapshot() {
        State now = state;
        return new ServerStatus.UpstreamHealth(upstream, now.up(), now.since(), now.trouble());
    }
}
