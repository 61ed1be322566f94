package dev.portcullis.rules.signal;

import dev.portcullis.rules.net.Address;
import java.time.Instant;
import java.util.List;

/// What one exchange, one refused connection or one websocket showed. It holds no secret: credentials, user names and
/// webhook ids are keyed hashes by now, and a query is left out.
///
/// The access log holds just this, which is why a replay of it comes to the same bans.
///
/// @param at when it ended
/// @param client whom it is put down to, behind any trusted proxy
/// @param zone where that address is
/// @param site the site's name; empty before it is known
/// @param outcome what the answer said of somebody's credentials
/// @param credential what was presented
/// @param user keyed hash of the user name that was tried; empty where there was none
/// @param families probe families that the request is of, by their names in the catalogue
/// @param ownRules names of the owner's rules that match
public record Observation(
        Instant at,
        Address client,
        String zone,
        String site,
        RequestTrace request,
        Answer answer,
        Outcome outcome,
        Credential credential,
        String user,
        List<String> families,
        List<String> ownRules) {

    public Observation {
        families = List.copyOf(families);
        ownRules = List.copyOf(ownRules);
    }

    /// How it was answered.
    ///
    /// @param status what the client got; 0 for none
    /// @param refusal the name of our own refusal, as in `docs/refusals.md`; empty where the upstream answered
    /// @param detail what was found ambiguous, for a refused path; else empty
    /// @param restarting whether the upstream had been away within the last two minutes
    public record Answer(int status, String refusal, String detail, boolean restarting) {

        /// The upstream's answer.
        public static Answer of(int status) {
            return new Answer(status, "", "", false);
        }

        /// Our own.
        public static Answer refused(int status, String refusal) {
            return new Answer(status, refusal, "", false);
        }
    }
}
