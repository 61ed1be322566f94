package dev.portcullis.certificates;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.order.Progress;
import dev.portcullis.admin.CertTestReport;
import dev.portcullis.admin.CertTestReport.Step;
import dev.portcullis.admin.CertTestReport.Trial;
import dev.portcullis.admin.CertTroubleEntry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs on the authorities' test systems, one at a time, and how far the last of them has come.
final class DryRuns implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");

    private final Run run;
    private final InstantSource time;
    private CertTestReport report = CertTestReport.NONE;
    private @Nullable Thread thread;

    /// Does the whole of one certificate. Blocks.
    interface Run {
        void of(String label, Progress progress) throws AcmeFailure, InterruptedException;
    }

    /// A certificate, and the authority that is tried for it.
    record Planned(String label, String on) {}

    DryRuns(Run run, InstantSource time) {
        this.run = run;
        this.time = time;
    }

    /// Begins.
    ///
    /// @return false if a run is under way
    synchronized boolean start(List<Planned> planned) {
        if (report.running()) {
            return false;
        }
        report = new CertTestReport(
                true,
                planned.stream()
                        .map(it -> new Trial(it.label(), it.on(), List.of(), false, false, Optional.empty()))
                        .toList());
        thread = Thread.ofVirtual().name("certificate-test").start(() -> all(planned));
        return true;
    }

    synchronized CertTestReport report() {
        return report;
    }

    private void all(List<Planned> planned) {
        try {
            for (int i = 0; i < planned.size(); i++) {
                one(i, planned.get(i).label());
            }
        } catch (InterruptedException _) {
            // Closed.
        } finally {
            ended();
        }
    }

    private void one(int index, String label) throws InterruptedException {
        Progress steps = (step, detail) -> change(index, trial -> stepped(trial, step.key(), detail));
        try {
            run.of(label, steps);
            change(index, trial -> ended(trial, Optional.empty()));
        } catch (AcmeFailure failure) {
            change(index, trial -> ended(trial, Optional.of(CertificateEntries.of(failure.trouble()))));
        } catch (RuntimeException ours) {
            LOG.error("certificate test of {}: failed unexpectedly", label, ours);
            change(index, trial -> ended(trial, Optional.of(unexpected(label, ours))));
        }
    }

    private static CertTroubleEntry unexpected(String label, RuntimeException ours) {
        return new CertTroubleEntry(
                "unexpected",
                "test of " + label,
                "an error of Portcullis itself: " + ours.getClass().getSimpleName(),
                "Please report it with what the log says; the certificate that is served is not touched by it.",
                false,
                Optional.empty());
    }

    private Trial stepped(Trial trial, String step, String detail) {
        List<Step> steps = Stream.concat(trial.steps().stream(), Stream.of(new Step(step, detail, time.instant())))
                .toList();
        return new Trial(trial.label(), trial.on(), steps, false, false, Optional.empty());
    }

    private static Trial ended(Trial trial, Optional<CertTroubleEntry> failure) {
        return new Trial(trial.label(), trial.on(), trial.steps(), true, failure.isEmpty(), failure);
    }

    private synchronized void change(int index, UnaryOperator<Trial> change) {
        List<Trial> trials = new ArrayList<>(report.tests());
        trials.set(index, change.apply(trials.get(index)));
        report = new CertTestReport(true, trials);
    }

    private synchronized void ended() {
        report = new CertTestReport(false, report.tests());
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
