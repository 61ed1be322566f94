package dev.portcullis.core.upstream;

import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.tally.SiteTally;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/// Idle connections to one upstream, of one event loop and only for clients of the same loop: no request ever
/// changes threads. The most recently used goes first, so that the others can age out.
public final class UpstreamPool {

    /// Home Assistant closes idle connections after 75 s (aiohttp to 3.10); ours are gone well before.
    private static final long IDLE = TimeUnit.SECONDS.toNanos(50);

    private static final int MOST_IDLE = 256;

    /// Gets a connection, or learns that there is none to be had.
    interface Taker {
        void connected(UpstreamConnection connection);

        void unreachable();

        /// There are as many as may be, in all or for this client.
        void full();
    }

    private final EventLoop loop;
    private final UpstreamConnector connector;
    private final UpstreamHealth health;
    private final UpstreamPlaces places;
    private final long answerNanos;
    private final SiteTally tally;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
    private boolean retired;

    /// @param places what this pool shares with all others
    /// @param answerNanos how long the upstream may take to begin an answer
    /// @param tally what is counted of the upstream on this loop
    UpstreamPool(
            EventLoop loop,
            UpstreamConnector connector,
            UpstreamHealth health,
            UpstreamPlaces places,
            long answerNanos,
            SiteTally tally) {
        this.loop = loop;
        this.connector = connector;
        this.health = health;
        this.places = places;
        this.answerNanos = answerNanos;
        this.tally = tally;
    }

    /// @param client for whom
    /// @param fresh whether only a new connection will do
    void take(Taker taker, ClientIdentity client, boolean fresh) {
        UpstreamPlaces.Place place = places.take(client);
        if (place == null) {
            taker.full();
            return;
        }
        while (!fresh && !idle.isEmpty()) {
            UpstreamConnection pooled = idle.pop();
            countIdle();
            if (pooled.usable()) {
                hand(pooled, place, taker);
                return;
            }
        }
        long begun = tally.now();
        connector.connect(
                loop,
                () -> new UpstreamConnection(this, IDLE, answerNanos),
                connection -> {
                    tally.upstreamOpened(begun);
                    connection.whenClosed(tally::upstreamClosed);
                    hand(connection, place, taker);
                },
                trouble -> {
                    place.leave();
                    tally.upstreamFailed();
                    health.down(trouble);
                    taker.unreachable();
                });
    }

    private static void hand(UpstreamConnection connection, UpstreamPlaces.Place place, Taker taker) {
        connection.taken(place);
        taker.connected(connection);
    }

    /// Takes a connection back that may carry another request.
    void giveBack(UpstreamConnection connection) {
        if (!retired && idle.size() < MOST_IDLE) {
            idle.push(connection);
            countIdle();
        } else {
            connection.close();
        }
    }

    /// Forgets a connection that ended while it was idle.
    void forget(UpstreamConnection connection) {
        idle.remove(connection);
        countIdle();
    }

    /// Nobody asks this upstream any more but exchanges that are under way: closes what is idle, and what they
    /// give back.
    public void retire() {
        close();
        retired = true;
    }

    /// Whether it writes its counts there.
    @SuppressWarnings("ReferenceEquality") // What is asked is whether it is the very same.
    boolean countsFor(SiteTally other) {
        return tally == other;
    }

    /// Closes what is idle.
    public void close() {
        for (UpstreamConnection pooled = idle.poll(); pooled != null; pooled = idle.poll()) {
            pooled.close();
        }
        countIdle();
    }

    private void countIdle() {
        // A retired pool's counts belong to its successor.
        if (!retired) {
            tally.upstreamIdle(idle.size());
        }
    }
}
