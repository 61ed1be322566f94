package dev.portcullis.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.Pause;
import dev.portcullis.acme.Secret;
import dev.portcullis.acme.dns.WebDouble.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DesecRecordsTest {

    private static final String NAME = "_acme-challenge.home.example.org";
    private static final String LABEL = "_acme-challenge.home";
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    private final DesecDouble account = new DesecDouble();
    private final List<Duration> waits = new ArrayList<>();
    private WebDouble web;

    @BeforeEach
    void begin() throws IOException {
        web = new WebDouble(account);
    }

    @AfterEach
    void end() {
        web.close();
    }

    @Test
    void the_first_value_of_a_name_is_set() throws Exception {
        records().add(NAME, "ours");

        assertThat(account.values.get(LABEL)).containsExactly("\"ours\"");
    }

    @Test
    void a_value_is_added_beside_those_of_others() throws Exception {
        account.values.put(LABEL, List.of("\"theirs\"", "\"two\" \"parts\""));

        records().add(NAME, "ours");

        assertThat(account.values.get(LABEL)).containsExactly("\"theirs\"", "\"two\" \"parts\"", "\"ours\"");
    }

    @Test
    void the_time_to_live_of_others_is_kept() throws Exception {
        account.values.put(LABEL, List.of("\"theirs\""));

        records().add(NAME, "ours");

        assertThat(web.asked("PATCH").getFirst().body()).contains("\"ttl\":7200");
    }

    @Test
    void the_domain_itself_can_hold_a_value() throws Exception {
        account.values.put("", List.of("\"v=spf1 -all\""));

        records().add("example.org", "ours");

        assertThat(account.values.get("")).containsExactly("\"v=spf1 -all\"", "\"ours\"");
    }

    @Test
    void a_value_that_is_there_already_is_not_written_again() throws Exception {
        account.values.put(LABEL, List.of("\"ours\""));

        records().add(NAME, "ours");

        assertThat(web.asked("PATCH")).isEmpty();
    }

    @Test
    void only_our_value_is_removed() throws Exception {
        account.values.put(LABEL, List.of("\"theirs\"", "\"ours\""));

        records().remove(NAME, "ours");

        assertThat(account.values.get(LABEL)).containsExactly("\"theirs\"");
    }

    @Test
    void the_last_value_takes_the_set_with_it() throws Exception {
        account.values.put(LABEL, List.of("\"ours\""));

        records().remove(NAME, "ours");

        assertThat(account.values).doesNotContainKey(LABEL);
    }

    @Test
    void removing_what_is_not_there_is_fine() throws Exception {
        account.values.put(LABEL, List.of("\"theirs\""));

        records().remove(NAME, "ours");

        assertThat(account.values.get(LABEL)).containsExactly("\"theirs\"");
        assertThat(web.asked("PATCH")).isEmpty();
    }

    @Test
    void values_added_at_the_same_time_are_all_kept() throws Exception {
        DesecRecords records = records();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> adding = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String value = "v" + i;
                adding.add(threads.submit(() -> {
                    records.add(NAME, value);
                    return value;
                }));
            }
            for (Future<?> one : adding) {
                one.get();
            }
        }

        assertThat(account.values.get(LABEL)).hasSize(8);
    }

    @Test
    void a_set_that_cannot_be_read_is_not_written_over() {
        web.next(Answer.of(200, "[{\"name\":\"example.org\",\"minimum_ttl\":3600}]"));
        web.next(Answer.of(200, "{\"records\":{\"surprise\":1}}"));

        assertThat(Failures.of(() -> records().add(NAME, "ours")).found()).contains("without readable records");
        assertThat(web.asked("PATCH")).isEmpty();
    }

    @Test
    void a_wrong_token_is_told_as_such() {
        DesecRecords wrong = new DesecRecords(
                new Secret("wrong"),
                web.base(),
                new HttpCalls(WebDouble.PATIENT),
                InstantSource.fixed(NOW),
                waits::add);

        AcmeTrouble trouble = Failures.of(() -> wrong.add(NAME, "v"));

        assertThat(trouble.cause()).isEqualTo(Cause.DNS_TOKEN_REFUSED);
        assertThat(trouble.found()).contains("401", "Invalid token.");
    }

    @Test
    void a_domain_of_somebody_else_is_told() {
        assertThat(Failures.of(() -> records().add("_acme-challenge.elsewhere.test", "v"))
                        .found())
                .contains("no domain of this account");
    }

    @Test
    void an_answer_for_another_domain_is_refused() {
        web.next(Answer.of(200, "[{\"name\":\"ample.org\",\"minimum_ttl\":3600}]"));

        assertThat(Failures.of(() -> records().add(NAME, "v")).found()).contains("does not hold the name");
        assertThat(web.asked()).hasSize(1);
    }

    @Test
    void a_short_wait_is_taken() throws Exception {
        web.next(throttled("7"));
        web.next(throttled("1"));

        records().add(NAME, "ours");

        assertThat(waits).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(1));
        assertThat(account.values.get(LABEL)).containsExactly("\"ours\"");
    }

    @Test
    void a_long_wait_is_left_to_the_next_attempt() {
        web.next(throttled("3600"));

        AcmeTrouble trouble = Failures.of(() -> records().add(NAME, "ours"));

        assertThat(trouble.cause()).isEqualTo(Cause.DNS_UPDATE_FAILED);
        assertThat(trouble.notBefore()).contains(NOW.plusSeconds(3600));
        assertThat(waits).isEmpty();
    }

    @Test
    void waits_have_an_end() {
        for (int i = 0; i < 4; i++) {
            web.next(throttled("60"));
        }

        AcmeTrouble trouble = Failures.of(() -> records().add(NAME, "ours"));

        assertThat(trouble.notBefore()).contains(NOW.plusSeconds(60));
        assertThat(waits).hasSize(3);
    }

    @Test
    void a_limit_without_a_time_is_not_hammered() {
        web.next(Answer.of(429, "{}"));

        assertThat(Failures.of(() -> records().add(NAME, "ours")).notBefore()).contains(NOW.plusSeconds(300));
        assertThat(web.asked()).hasSize(1);
    }

    @Test
    void an_interrupted_wait_ends_and_stays_interrupted() {
        web.next(throttled("7"));
        Pause interrupted = _ -> {
            throw new InterruptedException();
        };
        DesecRecords records = new DesecRecords(
                Failures.TOKEN, web.base(), new HttpCalls(WebDouble.PATIENT), InstantSource.fixed(NOW), interrupted);

        assertThat(Failures.of(() -> records.add(NAME, "ours")).found()).isEqualTo("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>down</html>", "", "{}", "[]", "[{\"name\":7}]", "[{}]", "[[[["})
    void nonsense_is_a_failure_and_not_a_crash(String nonsense) {
        web.next(Answer.of(200, nonsense));

        assertThat(Failures.of(() -> records().add(NAME, "v")).cause()).isEqualTo(Cause.DNS_UPDATE_FAILED);
    }

    @Test
    void an_error_of_theirs_that_echoes_the_request_does_not_give_the_token_away() {
        web.next(Answer.of(500, "Authorization: Token " + Failures.TOKEN.value()));

        assertThat(Failures.of(() -> records().add(NAME, "v")).found()).contains("500", "Token ***");
    }

    @Test
    void an_endless_answer_is_refused() {
        web.next(WebDouble.ENDLESS);

        assertThat(Failures.of(() -> records().add(NAME, "v")).found()).contains("more than 1 MiB");
    }

    @Test
    void silence_ends_after_the_limit() {
        web.next(WebDouble.SILENCE);
        DesecRecords hasty = new DesecRecords(
                Failures.TOKEN,
                web.base(),
                new HttpCalls(Duration.ofMillis(200)),
                InstantSource.fixed(NOW),
                waits::add);

        assertThat(Failures.of(() -> hasty.add(NAME, "v")).found()).contains("no whole answer");
    }

    private DesecRecords records() {
        return new DesecRecords(
                Failures.TOKEN, web.base(), new HttpCalls(WebDouble.PATIENT), InstantSource.fixed(NOW), waits::add);
    }

    private static Answer throttled(String seconds) {
        return Answer.of(429, "{\"detail\":\"Request was throttled.\"}").with("Retry-After", seconds);
    }
}
