package dev.portcullis.rules;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.signal.Observation;
import java.time.Instant;
import java.util.List;

/// What follows from an observation, or from what the owner asks for.
public sealed interface Effect {

    /// A ban begins.
    ///
    /// @param evidence the last 20 things that led to it, oldest first; empty for what the owner adds
    record Banned(Ban ban, List<Evidence> evidence) implements Effect {
        public Banned {
            evidence = List.copyOf(evidence);
        }
    }

    /// A ban ends before its time.
    ///
    /// @param why the owner's words
    record Lifted(Ban ban, Instant at, String why) implements Effect {}

    /// Somebody else would have been banned.
    ///
    /// @param why `zone lan`, `network …`, `host …`, or `owner` for a client that logged in lately
    record Spared(ClientKey client, Instant at, String rule, String why, List<Evidence> evidence) implements Effect {
        public Spared {
            evidence = List.copyOf(evidence);
        }
    }

    /// A login failed or succeeded; repetitions of one stale credential are told once.
    ///
    /// @param weight what it counts, 0 for success
    record LoginSeen(Observation observation, double weight) implements Effect {}

    /// A probe.
    record ProbeSeen(Observation observation, String what, double weight) implements Effect {}

    /// A credential works.
    ///
    /// @param hash keyed
    record CredentialLearned(String hash, Instant at) implements Effect {}

    /// A client showed that it belongs to the household.
    record OwnerSeen(ClientKey client, Instant at) implements Effect {}

    /// Something that the owner should hear, once.
    ///
    /// @param code one word for it: `stale-credential`, `spared`, `login-storm`, `shared-address`,
    ///     `cross-site-probes`
    /// @param text for people; nothing in it comes from the network but the address
    record Noticed(Instant at, Address client, String code, String text) implements Effect {}

    /// Logins from the internet are slowed down for everybody until then.
    record LoginsSlowed(Instant until) implements Effect {}
}
