package dev.portcullis.core;

import dev.portcullis.rules.ban.BanSnapshot;
import dev.portcullis.rules.limit.LimitPolicy;
import dev.portcullis.rules.limit.RateLimits;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.SignalReader;

/// What the data plane asks of, and tells to, whoever watches over the house.
///
/// Called on event loops: answers come from memory, and what is told is handed over at once.
public interface Protection {

    /// The bans in force.
    BanSnapshot bans();

    /// The allowances of clients.
    RateLimits limits();

    /// Where signals are read from traffic.
    SignalReader signals();

    /// A connection was accepted.
    ///
    /// @param peer who is at its other end, proxies included
    default void arrived(Address peer) {}

    /// Whether so many clients come from this one address that nobody knows who they are: then it is in zone
    /// `internet`, whatever the zones say.
    default boolean isShared(Address peer) {
        return false;
    }

    /// A connection or a request of a banned client was closed.
    void turnedAway(Address client);

    /// Something was seen.
    void observe(Observation observation);

    /// Bans nobody, holds nobody to a rate and sees nothing.
    static Protection none() {
        return new Protection() {
            private final RateLimits limits = new RateLimits(LimitPolicy.DEFAULT.observing());

            @Override
            public BanSnapshot bans() {
                return BanSnapshot.NONE;
            }

            @Override
            public RateLimits limits() {
                return limits;
            }

            @Override
            public SignalReader signals() {
                return SignalReader.BLIND;
            }

            @Override
            public void turnedAway(Address client) {}

            @Override
            public void observe(Observation observation) {}
        };
    }
}
