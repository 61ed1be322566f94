package dev.portcullis.store;

/// The counts of one day, UTC.
///
/// @param wouldBan bans that were only written down
/// @param turnedAway connections and requests of banned clients
public record Figures(long bans, long wouldBan, long probes, long failedLogins, long logins, long turnedAway) {

    public static final Figures ZERO = new Figures(0, 0, 0, 0, 0, 0);
}
