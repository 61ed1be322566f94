package dev.portcullis.core.accept;

import dev.portcullis.rules.net.Zone;
import org.jspecify.annotations.Nullable;

/// The number of open client connections, and its limits: one for everybody, and a lower one for the internet, so
/// that whoever fills the house from there does not lock the household out (`ConnectionReserveTest`).
///
/// *Reads* the client's zone. *Passes on* the connection as it is. *Refuses with* a close at accept once
/// `limits.connections` are open, or for the internet all but `limits.reserved` of them, save for the few that
/// [ValidationReserve] spares. Used on any thread.
public final class ConnectionCap {

    private int limit;
    private int internetLimit;
    private int open;
    private int fromInternet;
    private int beyond;

    /// @param reserved how many of the limit the internet may not take
    public ConnectionCap(int limit, int reserved) {
        this.limit = limit;
        this.internetLimit = limit - reserved;
    }

    /// Other limits from now on. Whoever is in stays, also where there are more of them than may be.
    public synchronized void limits(int most, int reserved) {
        limit = most;
        internetLimit = most - reserved;
    }

    private enum Kind {
        INTERNET,
        OTHER,
        BEYOND,
        GONE
    }

    /// The place of one connection, until it leaves.
    public final class Seat {

        private Kind kind;

        private Seat(Kind kind) {
            this.kind = kind;
        }

        /// A proxy has named the client, who may be of the internet unlike the proxy.
        ///
        /// @return false if there is no place for it; the connection has to leave or to go on [#beyond]
        public boolean takenBy(ClientConnection connection) {
            return !connection.derived() || movedTo(kindOf(connection.identity()));
        }

        /// From now on it takes nobody's place.
        public void beyond() {
            movedTo(Kind.BEYOND);
        }

        public void leave() {
            synchronized (ConnectionCap.this) {
                count(kind, -1);
                kind = Kind.GONE;
            }
        }

        private boolean movedTo(Kind other) {
            synchronized (ConnectionCap.this) {
                if (kind == Kind.GONE) {
                    return true;
                }
                count(kind, -1);
                boolean room = hasRoom(other);
                if (room) {
                    kind = other;
                }
                count(kind, 1);
                return room;
            }
        }
    }

    /// Takes a place for a client.
    ///
    /// @return null if there is none
    public @Nullable Seat enter(ClientIdentity client) {
        return enter(kindOf(client));
    }

    /// Takes a place for a proxy that has still to say for whom it comes: it is held to the limit for everybody.
    ///
    /// @return null if there is none
    public @Nullable Seat enterUnnamed() {
        return enter(Kind.OTHER);
    }

    /// Counts one more although there is no room. It takes nobody's place.
    public Seat enterBeyond() {
        return seat(Kind.BEYOND);
    }

    public synchronized int open() {
        return open + beyond;
    }

    private synchronized @Nullable Seat enter(Kind kind) {
        return hasRoom(kind) ? seat(kind) : null;
    }

    private synchronized Seat seat(Kind kind) {
        count(kind, 1);
        return new Seat(kind);
    }

    private boolean hasRoom(Kind kind) {
        return switch (kind) {
            case INTERNET -> open < limit && fromInternet < internetLimit;
            case OTHER -> open < limit;
            case BEYOND, GONE -> true;
        };
    }

    private void count(Kind kind, int change) {
        switch (kind) {
            case INTERNET -> {
                open += change;
                fromInternet += change;
            }
            case OTHER -> open += change;
            case BEYOND -> beyond += change;
            case GONE -> {}
        }
    }

    private static Kind kindOf(ClientIdentity client) {
        return client.zone().equals(Zone.INTERNET) ? Kind.INTERNET : Kind.OTHER;
    }
}
