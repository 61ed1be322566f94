package dev.portcullis.acme.renew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.keep.CaEvent;
import dev.portcullis.acme.keep.CaEvent.Kind;
import dev.portcullis.acme.keep.LedgerState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaLimitsTest {

    private static final Instant NOW = WorldClock.BEGIN;
    private static final List<String> NAMES = List.of("home.example.org", "ha.example.org");
    private static final CaLimits LIMITS = CaLimits.of(World.LETS_ENCRYPT);

    private LedgerState state = LedgerState.EMPTY;

    @Test
    void the_fifth_certificate_for_the_same_names_within_a_week_is_the_last() {
        happened(Kind.CERTIFICATE, CaEvent.set(NAMES), 4, Duration.ofDays(6));
        assertThat(ordering(false)).isEmpty();
        happened(Kind.CERTIFICATE, CaEvent.set(NAMES), 1, Duration.ofDays(1));

        assertThat(ordering(false)).hasValueSatisfying(trouble -> {
            assertThat(trouble.cause()).isEqualTo(AcmeTrouble.Cause.RATE_LIMITED);
            assertThat(trouble.found())
                    .isEqualTo("5 certificates for exactly these names in 7 days, where 5 are allowed");
            assertThat(trouble.notBefore())
                    .as("when the first leaves the window")
                    .contains(NOW.minus(Duration.ofDays(6))
                            .plus(Duration.ofDays(7))
                            .plus(Duration.ofMinutes(10)));
        });
    }

    @Test
    void the_order_and_the_case_of_names_do_not_make_another_set() {
        assertThat(CaEvent.set(List.of("HA.example.org", "home.example.org"))).isEqualTo(CaEvent.set(NAMES));
    }

    @Test
    void a_certificate_that_replaces_another_is_not_held_back_by_the_limit_of_a_set_but_ten_are_enough() {
        happened(Kind.CERTIFICATE, CaEvent.set(NAMES), 9, Duration.ofDays(1));
        assertThat(ordering(true)).isEmpty();
        assertThat(ordering(false)).isPresent();

        happened(Kind.CERTIFICATE, CaEvent.set(NAMES), 1, Duration.ofDays(1));
        assertThat(ordering(true)).isPresent();
    }

    @Test
    void all_our_certificates_count_as_if_they_were_of_one_domain() {
        for (int i = 0; i < 50; i++) {
            assertThat(ordering(false)).as("certificate " + i).isEmpty();
            happened(Kind.CERTIFICATE, "other-" + i + ".example.net", 1, Duration.ofDays(2));
        }

        assertThat(ordering(true)).isPresent();
    }

    @Test
    void three_hundred_orders_in_three_hours_are_enough() {
        happened(Kind.ORDER, "a.example", 299, Duration.ofHours(2));
        assertThat(ordering(false)).isEmpty();
        happened(Kind.ORDER, "a.example", 1, Duration.ofHours(2));
        assertThat(ordering(false)).isPresent();
    }

    @Test
    void five_failed_proofs_of_a_name_in_an_hour_are_enough_and_an_undecided_one_counts() {
        happened(Kind.FAILED_PROOF, "home.example.org", 4, Duration.ofMinutes(59));
        assertThat(proving("home.example.org")).isEmpty();
        happened(Kind.PROOF, "home.example.org", 1, Duration.ofMinutes(1));

        assertThat(proving("home.example.org")).isPresent();
        assertThat(proving("ha.example.org")).as("another name").isEmpty();
    }

    @Test
    void ten_accounts_in_three_hours_are_enough() {
        happened(Kind.REGISTRATION, "", 9, Duration.ofHours(1));
        assertThat(LIMITS.registering(state, World.LETS_ENCRYPT, NOW)).isEmpty();
        happened(Kind.REGISTRATION, "", 1, Duration.ofHours(1));
        assertThat(LIMITS.registering(state, World.LETS_ENCRYPT, NOW)).isPresent();
    }

    @Test
    void what_left_the_window_counts_no_more() {
        happened(Kind.CERTIFICATE, CaEvent.set(NAMES), 60, Duration.ofDays(7).plusMinutes(10));
        assertThat(ordering(false)).isEmpty();
    }

    @Test
    void another_authority_counts_for_itself() {
        happened(Kind.CERTIFICATE, CaEvent.set(NAMES), 5, Duration.ofDays(1));
        assertThat(CaLimits.of(World.OTHER).ordering(state, World.OTHER, NAMES, false, NOW))
                .isEmpty();
    }

    @Test
    void a_private_authority_can_renew_certificates_of_one_day() {
        state = LedgerState.EMPTY;
        for (int halfDays = 1; halfDays <= 14; halfDays++) {
            state = state.plus(new CaEvent(
                    Kind.CERTIFICATE, World.OTHER, CaEvent.set(NAMES), NOW.minus(Duration.ofHours(12L * halfDays))));
        }
        assertThat(CaLimits.of(World.OTHER).ordering(state, World.OTHER, NAMES, false, NOW))
                .isEmpty();
    }

    @Test
    void after_a_damaged_ledger_half_of_each_limit_counts_as_used() {
        state = new LedgerState(Map.of(), List.of(), Optional.of(NOW.minus(Duration.ofDays(6))), Map.of());
        happened(Kind.CERTIFICATE, CaEvent.set(NAMES), 1, Duration.ofDays(1));
        assertThat(ordering(false)).isEmpty();
        happened(Kind.CERTIFICATE, CaEvent.set(NAMES), 1, Duration.ofDays(1));

        assertThat(ordering(false))
                .hasValueSatisfying(trouble -> assertThat(trouble.found()).contains("the ledger was damaged"));
        assertThat(proving("home.example.org")).as("an hour has passed since").isEmpty();
    }

    private void happened(Kind kind, String about, int times, Duration ago) {
        for (int i = 0; i < times; i++) {
            state = state.plus(new CaEvent(kind, World.LETS_ENCRYPT, about, NOW.minus(ago)));
        }
    }

    private Optional<AcmeTrouble> ordering(boolean replaces) {
        return LIMITS.ordering(state, World.LETS_ENCRYPT, NAMES, replaces, NOW);
    }

    private Optional<AcmeTrouble> proving(String name) {
        URI directory = World.LETS_ENCRYPT;
        return LIMITS.proving(state, directory, name, NOW);
    }
}
