package dev.portcullis.admin;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.history.Standing;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where the owner's wishes about bans are carried out, by the running server or on its database while none runs.
///
/// Blocks until what was asked is on disk; never called on an event loop.
public interface BanDesk {

    /// Carries out.
    ///
    /// @param force also where somebody would be hit who is never to be banned
    Answer add(List<Wish> wishes, boolean force);

    /// Ends bans of networks that hold, or lie in, one of these.
    Answer remove(List<Cidr> networks, String why);

    /// Ends all bans.
    Answer removeAll(String why);

    /// How a client stands right now.
    Standing standing(Address client);

    /// The name of the zone of an address.
    String zoneOf(Address client);

    /// One ban to be.
    ///
    /// @param duration empty for as long as a first ban lasts
    /// @param until overrides `duration`; [Instant#MAX] for ever
    record Wish(Cidr network, Optional<Duration> duration, Optional<Instant> until, Cause cause, String reason) {}

    /// What became of a wish.
    sealed interface Answer {
        /// It is on disk.
        ///
        /// @param bans those that began or ended
        record Done(List<Ban> bans) implements Answer {
            public Done {
                bans = List.copyOf(bans);
            }
        }

        /// It would hit somebody who is never to be banned; nothing was changed.
        ///
        /// @param why each network with its reason, as a message
        record NeedsForce(String why) implements Answer {}

        /// It could not be written; nothing is promised.
        record Unwritten(String message) implements Answer {}
    }
}
