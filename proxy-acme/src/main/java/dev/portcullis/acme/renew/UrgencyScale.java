package dev.portcullis.acme.renew;

import dev.portcullis.acme.renew.RenewalSchedule.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How urgent it has become.
///
/// Days count only where they are fewer than what is left when a renewal falls due: a certificate of six days
/// is not in danger with five of them left.
final class UrgencyScale {

    private static final List<Map.Entry<Urgency, Duration>> DAYS = List.of(
            Map.entry(Urgency.DAY_1, Duration.ofDays(1)),
            Map.entry(Urgency.DAYS_3, Duration.ofDays(3)),
            Map.entry(Urgency.DAYS_7, Duration.ofDays(7)),
            Map.entry(Urgency.DAYS_14, Duration.ofDays(14)));

    private UrgencyScale() {}

    /// The degree reached; empty while nothing failed.
    ///
    /// @param life of the certificate that is served; empty for none
    static Optional<Urgency> reached(int failures, Optional<Life> life, Instant now) {
        if (failures == 0) {
            return Optional.empty();
        }
        if (life.isEmpty() || !life.get().until().isAfter(now)) {
            return Optional.of(Urgency.ENDED);
        }
        Duration reserve = life.get().reserve();
        for (Map.Entry<Urgency, Duration> degree : DAYS) {
            if (degree.getValue().compareTo(reserve) < 0 && life.get().until().isBefore(now.plus(degree.getValue()))) {
                return Optional.of(degree.getKey());
            }
        }
        return Optional.of(failures < 3 ? Urgency.FIRST_FAILURE : Urgency.THIRD_FAILURE);
    }

    /// The degree to be told now: each once, and none that is less than what was told already.
    ///
    /// @param told the last one that was told
    static Optional<Urgency> toTell(Optional<Urgency> reached, Optional<Urgency> told) {
        return reached.filter(
                degree -> told.map(before -> degree.compareTo(before) > 0).orElse(true));
    }

    /// The degree of that key; empty for one that we do not know.
    static Optional<Urgency> of(String key) {
        for (Urgency urgency : Urgency.values()) {
            if (urgency.key().equals(key)) {
                return Optional.of(urgency);
            }
        }
        return Optional.empty();
    }
}
