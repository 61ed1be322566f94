package dev.portcullis.core.accept;

import dev.portcullis.core.Protection;
import java.time.InstantSource;

/// Keeps banned clients out.
///
/// *Reads* the derived client, never a proxy that we were told about. *Passes on* everybody else. *Refuses
/// with* a close before a byte is sent or a TLS object exists; behind a front proxy, where the client shows in
/// the request, with the end of the exchange.
public final class BanGate {

    private final Protection protection;
    private final InstantSource time;

    public BanGate(Protection protection, InstantSource time) {
        this.protection = protection;
        this.time = time;
    }

    /// Whether this client is banned now; if so, the refusal is told.
    public boolean turnsAway(ClientIdentity client) {
        boolean banned = bans(client);
        if (banned) {
            turnedAway(client);
        }
        return banned;
    }

    /// Whether this client is banned now.
    public boolean bans(ClientIdentity client) {
        return protection.bans().bans(client.address(), time.millis());
    }

    /// Tells of a refusal that [#bans] led to.
    public void turnedAway(ClientIdentity client) {
        protection.turnedAway(client.address());
    }
}
