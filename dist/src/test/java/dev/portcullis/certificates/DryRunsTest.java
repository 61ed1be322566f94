package dev.portcullis.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.order.Step;
import dev.portcullis.admin.CertTestReport;
import dev.portcullis.admin.CertTestReport.Trial;
import dev.portcullis.certificates.DryRuns.Planned;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DryRunsTest {

    private static final List<Planned> TWO = List.of(new Planned("a.test", "lab"), new Planned("b.test", "lab"));

    private static CertTestReport ended(DryRuns runs) {
        while (runs.report().running() && !Thread.interrupted()) {
            Thread.onSpinWait();
        }
        return runs.report();
    }

    @Test
    void an_error_of_ours_ends_its_trial_with_a_trouble_and_the_next_one_is_made() {
        DryRuns runs = new DryRuns(
                (label, progress) -> {
                    if (label.equals("a.test")) {
                        throw new IllegalStateException("broken");
                    }
                    progress.done(Step.DIRECTORY, "fine");
                },
                InstantSource.system());

        assertThat(runs.start(TWO)).isTrue();

        List<Trial> trials = ended(runs).tests();
        assertThat(trials).extracting(Trial::done).containsExactly(true, true);
        assertThat(trials).extracting(Trial::ok).containsExactly(false, true);
        assertThat(trials.getFirst().trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble.found()).contains("IllegalStateException"));
        assertThat(trials.getLast().steps()).hasSize(1);
    }

    @Test
    void a_failure_is_told_with_its_diagnosis() {
        DryRuns runs = new DryRuns(
                (label, _) -> {
                    throw new AcmeFailure(AcmeTrouble.of(Cause.PORT_CLOSED, label, "refused", "Open it."));
                },
                InstantSource.system());

        runs.start(TWO);

        assertThat(ended(runs).tests())
                .allSatisfy(trial ->
                        assertThat(trial.trouble().orElseThrow().cause()).isEqualTo("port_closed"));
    }

    @Test
    void one_run_is_made_at_a_time_and_closing_ends_it() {
        CountDownLatch never = new CountDownLatch(1);
        DryRuns runs = new DryRuns((_, _) -> never.await(), InstantSource.system());

        assertThat(runs.start(TWO)).isTrue();
        assertThat(runs.start(TWO)).isFalse();
        runs.close();

        assertThat(ended(runs).tests()).extracting(Trial::done).containsExactly(false, false);
    }
}
