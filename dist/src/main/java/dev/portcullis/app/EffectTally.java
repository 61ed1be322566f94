package dev.portcullis.app;

import dev.portcullis.metrics.Metric;
import dev.portcullis.metrics.MetricsPage;
import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.history.Weights;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts since start what the engine decided. Written on the watch's thread, read by anybody.
///
/// What it counts by is of our own lists or of the owner's configuration, so there are only so many counts.
final class EffectTally {

    private final Map<String, LongAdder> logins = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> failures = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> probes = new ConcurrentSkipListMap<>();
    private final Map<Cause, LongAdder> bans = new ConcurrentSkipListMap<>();
    private final Map<Cause, LongAdder> wouldBe = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> notices = new ConcurrentSkipListMap<>();
    private final LongAdder lifted = new LongAdder();
    private final LongAdder spared = new LongAdder();

    /// A count that is zero is shown all the same: an alert on its growth sees the first one.
    EffectTally() {
        for (Cause cause : Cause.values()) {
            bans.put(cause, new LongAdder());
        }
        for (Outcome outcome : List.of(Outcome.WRONG_PASSWORD, Outcome.WRONG_CODE, Outcome.BAD_GRANT)) {
            failures.put(outcome.key(), new LongAdder());
        }
        logins.put(Outcome.LOGIN_OK.key(), new LongAdder());
        notices.put("login-storm", new LongAdder());
    }

    void count(List<Effect> effects) {
        effects.forEach(this::count);
    }

    private void count(Effect effect) {
        switch (effect) {
            case Effect.Banned banned ->
                count(banned.ban().enforced() ? bans : wouldBe, banned.ban().cause());
            case Effect.Lifted _ -> lifted.increment();
            case Effect.Spared _ -> spared.increment();
            case Effect.LoginSeen login -> count(login.observation());
            case Effect.ProbeSeen probe -> count(probes, probe.what());
            case Effect.Noticed noticed -> count(notices, noticed.code());
            case Effect.CredentialLearned _, Effect.OwnerSeen _, Effect.LoginsSlowed _ -> {}
        }
    }

    private void count(Observation login) {
        Outcome outcome = login.outcome();
        count(Weights.isSuccess(outcome) ? logins : failures, outcome.key());
    }

    private static <K> void count(Map<K, LongAdder> counts, K key) {
        counts.computeIfAbsent(key, _ -> new LongAdder()).increment();
    }

    long failedLogins() {
        return failures.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long probes() {
        return probes.values().stream().mapToLong(LongAdder::sum).sum();
    }

    void write(MetricsPage page) {
        logins.forEach((kind, count) -> page.add(Metric.LOGINS, count.sum(), kind));
        failures.forEach((cause, count) -> page.add(Metric.FAILED_LOGINS, count.sum(), cause));
        probes.forEach((family, count) -> page.add(Metric.PROBES, count.sum(), family));
        bans.forEach((cause, count) -> page.add(Metric.BANS, count.sum(), cause.key(), "enforced"));
        wouldBe.forEach((cause, count) -> page.add(Metric.BANS, count.sum(), cause.key(), "would_ban"));
        page.add(Metric.BANS_LIFTED, lifted.sum());
        page.add(Metric.SPARED, spared.sum());
        notices.forEach((code, count) -> page.add(Metric.NOTICES, count.sum(), code));
    }
}
