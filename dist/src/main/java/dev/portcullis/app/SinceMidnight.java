package dev.portcullis.app;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Makes of a count since start a count of today, in UTC: it is shown the count often, and so knows what it was when
/// the day began. Used on any thread.
final class SinceMidnight {

    private LocalDate day = LocalDate.EPOCH;
    private long atMidnight;
    private long latest;

    /// Shows the count.
    ///
    /// @param total never less than before
    /// @return what of it is today's
    synchronized long of(long total, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (!today.equals(day)) {
            day = today;
            atMidnight = latest;
        }
        latest = total;
        return total - atMidnight;
    }
}
