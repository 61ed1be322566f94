package dev.portcullis.core.upstream;

import dev.portcullis.core.ProxyEvents;
import dev.portcullis.core.ServerStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// What the exchanges with one upstream showed of it; shared by all event loops.
///
/// It only tells: every request tries the upstream anew, so nothing waits for a recovery to be noticed.
final class UpstreamHealth {

    private final String upstream;
    private final ProxyEvents events;
    private final InstantSource time;
    /// What [#answered] asks for each answer: one read, nothing else.
    private volatile boolean up;

    private volatile State state;

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

    public ServerStatus.UpstreamHealth snapshot() {
        State now = state;
        return new ServerStatus.UpstreamHealth(upstream, now.up(), now.since(), now.trouble());
    }
}
