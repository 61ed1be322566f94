package dev.portcullis.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.admin.CertificateDesk.RenewAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertRoutesTest {

    private final FakeCertificateDesk desk = new FakeCertificateDesk(ReportSamples.CERTS);

    @Test
    void certificates_are_told_as_the_desk_knows_them() {
        assertThat(call("GET", "/v1/certs", Map.of())).isEqualTo(new AdminAnswer(200, ReportSamples.CERTS.toJson()));
    }

    @Test
    void a_wish_to_renew_is_accepted_with_the_labels_it_is_about() {
        desk.answers(new RenewAnswer.Renewing(List.of("home.example.org")));

        assertThat(call("POST", "/v1/certs/renew", Map.of("name", "Home.example.org")))
                .isEqualTo(new AdminAnswer(202, "{\"renewing\":[\"home.example.org\"]}"));
        assertThat(call("POST", "/v1/certs/renew", Map.of()).status()).isEqualTo(202);
        assertThat(desk.asked()).containsExactly("renew Home.example.org", "renew all");
    }

    @Test
    void what_cannot_be_renewed_is_told_apart() {
        AdminAnswer unknown = call("POST", "/v1/certs/renew", Map.of("name", "nobody.example"));
        desk.answers(new RenewAnswer.NotByAuthority());
        AdminAnswer own = call("POST", "/v1/certs/renew", Map.of("name", "nas.lan"));

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json()).contains("nobody.example").contains("no certificate is for that name");
        assertThat(own.status()).isEqualTo(409);
        assertThat(own.json()).contains("nas.lan").contains("not from an authority");
    }

    @Test
    void a_dry_run_is_begun_for_the_certificate_with_that_name() {
        assertThat(call("POST", "/v1/certs/test", Map.of("name", "HOME.example.org")))
                .isEqualTo(new AdminAnswer(202, "{\"testing\":[\"home.example.org\"]}"));
        assertThat(call("POST", "/v1/certs/test", Map.of()).status()).isEqualTo(202);
        assertThat(desk.asked()).containsExactly("test home.example.org", "test all");
    }

    @Test
    void a_dry_run_of_what_no_authority_issues_is_refused_before_the_desk_hears_of_it() {
        assertThat(call("POST", "/v1/certs/test", Map.of("name", "nobody.example"))
                        .status())
                .isEqualTo(404);
        assertThat(call("POST", "/v1/certs/test", Map.of("name", "nas.lan")).status())
                .isEqualTo(409);
        assertThat(desk.asked()).isEmpty();
    }

    @Test
    void there_is_one_dry_run_at_a_time() {
        desk.isBusy();
        AdminAnswer answer = call("POST", "/v1/certs/test", Map.of());

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json()).contains("under way already");
    }

    @Test
    void a_dry_run_is_told_as_far_as_it_has_come() {
        assertThat(call("GET", "/v1/certs/test", Map.of()).json()).isEqualTo("{\"running\":false,\"tests\":[]}");
        desk.tells(ReportSamples.CERT_TEST);
        assertThat(call("GET", "/v1/certs/test", Map.of()).json()).isEqualTo(ReportSamples.CERT_TEST.toJson());
    }

    @Test
    void a_name_longer_than_any_is_malformed() {
        assertThat(call("POST", "/v1/certs/renew", Map.of("name", "a".repeat(300)))
                        .status())
                .isEqualTo(400);
        assertThat(desk.asked()).isEmpty();
    }

    @Test
    void days_left_are_counted_from_the_answer_and_null_without_a_certificate() {
        Instant end = Instant.parse("2026-11-25T14:03:00Z");
        CertEntry entry = CertEntry.kept(List.of("a"), "file", Instant.EPOCH, end);

        assertThat(entry.daysLeft(end.minusSeconds(2 * 86_400))).contains(2L);
        assertThat(entry.daysLeft(end.minusSeconds(1))).contains(0L);
        assertThat(entry.daysLeft(end.plusSeconds(1))).contains(-1L);
        assertThat(new CertsReport(end, List.of(none("", Optional.empty()))).toJson())
                .contains("\"not_after\":null,\"days_left\":null,\"next\":null")
                .contains("\"trouble\":null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"third_failure", "days_14", "days_7", "days_3", "day_1", "ended"})
    void repeated_failure_needs_attention(String urgency) {
        assertThat(none(urgency, Optional.empty()).needsAttention(Instant.EPOCH))
                .isTrue();
    }

    @Test
    void a_first_failure_that_may_pass_needs_none() {
        CertTroubleEntry passing =
                new CertTroubleEntry("unreachable", "w", "f", "Wait.", false, Optional.of(Instant.EPOCH));

        assertThat(none("", Optional.empty()).needsAttention(Instant.EPOCH)).isFalse();
        assertThat(none("first_failure", Optional.of(passing)).needsAttention(Instant.EPOCH))
                .isFalse();
        assertThat(none("first_failure", Optional.of(ReportSamples.TROUBLE)).needsAttention(Instant.EPOCH))
                .isTrue();
    }

    @Test
    void what_has_ended_needs_attention_in_status_as_in_certs() {
        Instant end = Instant.parse("2026-11-25T14:03:00Z");
        CertEntry entry = CertEntry.kept(List.of("a"), "file", Instant.EPOCH, end);

        for (Instant now : List.of(end.minusSeconds(1), end.plusSeconds(1))) {
            boolean ended = now.isAfter(end);
            assertThat(entry.needsAttention(now)).isEqualTo(ended);
            assertThat(StatusReport.Certificate.of(entry, now).needsAttention()).isEqualTo(ended);
            assertThat(new CertsReport(now, List.of(entry)).needsAttention()).isEqualTo(ended);
        }
    }

    private static CertEntry none(String urgency, Optional<CertTroubleEntry> trouble) {
        return new CertEntry(
                "a",
                List.of("a"),
                "acme",
                "self_signed",
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                0,
                Optional.empty(),
                false,
                urgency,
                trouble);
    }

    private AdminAnswer call(String method, String path, Map<String, String> parameters) {
        return new CertRoutes(desk)
                .all().stream()
                        .filter(route ->
                                route.method().equals(method) && route.path().equals(path))
                        .findFirst()
                        .orElseThrow()
                        .action()
                        .apply(new AdminRequest(parameters, ""));
    }
}
