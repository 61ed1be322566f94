package dev.portcullis.acme.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.order.Authority.NewOrder;
import dev.portcullis.acme.order.FakeAuthority.Call;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PatientAuthorityTest {

    private final MovedTime time = new MovedTime();
    private final FakeAuthority authority = new FakeAuthority(time);
    private final PatientAuthority patient = new PatientAuthority(authority, time, time, new Random(7));

    @Test
    void asks_five_times_at_growing_intervals() {
        failing(1000, FakeAuthority.trouble(Cause.UNREACHABLE, "refused"));
        AcmeFailure failure = catchThrowableOfType(AcmeFailure.class, patient::directory);

        assertThat(failure.trouble().cause()).isEqualTo(Cause.UNREACHABLE);
        assertThat(authority.count(Call.DIRECTORY)).isEqualTo(5);
        assertThat(time.pauses.stream().map(Duration::toSeconds)).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(time.pauses.get(i)).isBetween(Duration.ofSeconds(1L << i), Duration.ofMillis(1250L << i));
        }
    }

    @Test
    void a_stumble_is_not_noticed() throws Exception {
        failing(4, FakeAuthority.trouble(Cause.AUTHORITY_BROKEN, "500"));

        assertThat(patient.directory().terms()).isEqualTo("https://acme.test/terms");
    }

    @Test
    void what_will_not_pass_by_itself_is_not_repeated() {
        for (Cause cause : List.of(Cause.UNTRUSTED, Cause.ACCOUNT_REFUSED, Cause.RATE_LIMITED, Cause.CLOCK_WRONG)) {
            failing(1, FakeAuthority.trouble(cause, "no"));
            assertThatExceptionOfType(AcmeFailure.class).isThrownBy(patient::account);
        }
        assertThat(authority.count(Call.ACCOUNT)).isEqualTo(4);
        assertThat(time.pauses).isEmpty();
    }

    @Test
    void a_short_wait_that_is_asked_for_is_kept_and_a_long_one_ends_it() throws Exception {
        failing(
                1,
                FakeAuthority.trouble(Cause.RATE_LIMITED, "busy")
                        .until(time.instant().plusSeconds(40)));
        assertThat(patient.account()).isEmpty();
        assertThat(time.pauses).containsExactly(Duration.ofSeconds(40));

        failing(
                1,
                FakeAuthority.trouble(Cause.UNREACHABLE, "busy")
                        .until(time.instant().plusSeconds(61)));
        assertThat(catchThrowableOfType(AcmeFailure.class, patient::account)).isNotNull();
        assertThat(time.pauses).hasSize(1);
    }

    @Test
    void what_has_an_effect_is_passed_on_once() {
        failing(1000, FakeAuthority.trouble(Cause.UNREACHABLE, "refused"));
        assertThatExceptionOfType(AcmeFailure.class).isThrownBy(patient::register);
        assertThatExceptionOfType(AcmeFailure.class)
                .isThrownBy(() -> patient.newOrder(new NewOrder(List.of("home.example.org"), "", Optional.empty())));

        assertThat(authority.calls()).hasSize(2);
    }

    @Test
    void an_interruption_ends_the_waiting_and_stays_visible() {
        failing(1000, FakeAuthority.trouble(Cause.UNREACHABLE, "refused"));
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(AcmeFailure.class).isThrownBy(patient::directory);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(authority.count(Call.DIRECTORY)).isOne();
    }

    private void failing(int times, AcmeTrouble trouble) {
        int[] left = {times};
        authority.script(new FakeAuthority.Script() {
            @Override
            public void before(Call call) throws AcmeFailure {
                if (left[0]-- > 0) {
                    throw new AcmeFailure(trouble);
                }
            }
        });
    }
}
