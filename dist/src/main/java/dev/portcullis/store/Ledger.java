package dev.portcullis.store;

import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.net.Cidr;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is written down, for reading. Used on any thread but an event loop; sees what is committed.
///
/// Newest first everywhere.
public interface Ledger {

    /// Bans that the filter lets through.
    ///
    /// @param limit most rows
    List<BanRow> bans(BanFilter filter, int limit);

    /// How many bans the filter lets through.
    long count(BanFilter filter);

    /// The ban of that id.
    Optional<BanRow> ban(long id);

    /// What led to a ban, oldest first.
    List<Evidence> evidence(long ban);

    /// Logins of clients in that network, or of all.
    ///
    /// @param failedOnly leaves out what succeeded
    List<LoginRow> logins(Optional<Cidr> from, Instant since, boolean failedOnly, int limit);

    /// Probes of clients in that network, or of all.
    ///
    /// @param after only those with a larger id, and if they are more than `limit`, those next to it: so one page
    ///     follows the other upward; 0 for the newest
    List<ProbeRow> probes(Optional<Cidr> from, Instant since, long after, int limit);

    /// Which paths were probed most.
    List<TopRow> topPaths(Instant since, int limit);

    /// Who probed most.
    List<TopRow> topSources(Instant since, int limit);

    /// Notices about clients in that network, or about all.
    List<NoticeRow> notices(Optional<Cidr> from, Instant since, int limit);

    /// When a client of that network last logged in.
    Optional<Instant> ownerSince(Cidr client);

    /// The counts of the day that holds this moment.
    Figures figures(Instant day);
}
