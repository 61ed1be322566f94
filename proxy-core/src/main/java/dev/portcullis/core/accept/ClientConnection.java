package dev.portcullis.core.accept;

import dev.portcullis.core.ClientActivity;
import dev.portcullis.rules.limit.ClientAllowance;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.signal.ConnectionNotes;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What is known of one client connection before its first request; filled in by the handlers as they learn it.
///
/// Used on the connection's event loop only.
public final class ClientConnection {

    private ConnectionNotes notes = new ConnectionNotes();
    private ClientIdentity identity;
    private @Nullable ClientIdentity owner;
    private @Nullable ClientIdentity lastOwner;
    private @Nullable ClientAllowance allowance;
    private ValidationReserve.@Nullable Spared spared;
    private @Nullable BooleanSupplier reprieve;
    private boolean derived;
    private boolean frontProxy;
    private boolean multiplexed;
    private long requests;
    private @Nullable String serverName;

    public ClientConnection(ClientIdentity peer) {
        this.identity = peer;
    }

    /// The peer, or whom a PROXY protocol header named.
    public ClientIdentity identity() {
        return identity;
    }

    void identity(ClientIdentity named) {
        identity = named;
        derived = true;
    }

    /// The zones are others now: its client is in this one.
    void moved(Zone now) {
        if (!identity.zone().equals(now)) {
            ClientIdentity moved = new ClientIdentity(identity.address(), now, identity.text());
            owner = identity.equals(owner) ? moved : owner;
            lastOwner = identity.equals(lastOwner) ? moved : lastOwner;
            identity = moved;
        }
    }

    /// Whether a PROXY protocol header named the identity.
    boolean derived() {
        return derived;
    }

    /// Notes that the peer speaks for others.
    public void markFrontProxy() {
        frontProxy = true;
    }

    /// Whether the peer is a listed front proxy: its connection is nobody's in particular.
    public boolean frontProxy() {
        return frontProxy;
    }

    /// Notes that it carries several requests at the same time, as HTTP/2 does.
    public void markMultiplexed() {
        multiplexed = true;
    }

    public boolean multiplexed() {
        return multiplexed;
    }

    /// A request came on it.
    public void asked() {
        requests++;
    }

    /// What is done with it, and by whom: behind a front proxy, the client that asked last.
    ClientActivity activity() {
        ClientIdentity client = lastOwner == null ? identity : lastOwner;
        return new ClientActivity(client.address(), client.zone().name(), 1, requests);
    }

    /// Who loses the connection once banned: its client, or whose exchange or tunnel a front proxy's connection
    /// carries just now.
    public void owner(ClientIdentity client) {
        owner = client;
        if (lastOwner != null && !client.equals(lastOwner)) {
            notes = new ConnectionNotes();
        }
        lastOwner = client;
    }

    /// Whoever is banned, it stays open while this is null.
    @Nullable
    ClientIdentity owner() {
        return owner;
    }

    /// An exchange is answered; the next one of a front proxy may be somebody else's.
    public void exchangeOver() {
        if (frontProxy) {
            owner = null;
        }
    }

    /// The place that it holds although it is to be refused: it may ask for a validation and for nothing else. Null
    /// for those that are welcome.
    public ValidationReserve.@Nullable Spared spared() {
        return spared;
    }

    /// Nobody owns it any more: a ban has no more to say about it.
    void spared(ValidationReserve.Spared place) {
        spared = place;
        owner = null;
    }

    /// It turned out to be a certificate authority's: no ban and no limit ends it, unless it has
    /// lost its place already.
    public void validates() {
        owner = null;
        reprieve = null;
        if (spared != null && spared.validates(identity)) {
            spared = null;
        }
    }

    /// Sets who may save it from a new ban, until [#shown].
    ///
    /// @param sparing answers whether the connection was spared
    public void untilShown(BooleanSupplier sparing) {
        reprieve = sparing;
    }

    /// It has shown what it wants.
    public void shown() {
        reprieve = null;
    }

    /// Whether it outlives a ban of its owner for the time being.
    boolean reprieved() {
        return reprieve != null && reprieve.getAsBoolean();
    }

    /// What the client may still do; null for front proxies and other peers that are not limited themselves.
    public @Nullable ClientAllowance allowance() {
        return allowance;
    }

    void allowance(ClientAllowance ofClient) {
        allowance = ofClient;
    }

    /// What its client's exchanges have shown already.
    public ConnectionNotes notes() {
        return notes;
    }

    /// The TLS server name in lower case; null if the client sent none.
    public @Nullable String serverName() {
        return serverName;
    }

    public void serverName(String name) {
        serverName = name;
    }
}
