package dev.portcullis.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.Secret;
import dev.portcullis.acme.dns.WebDouble.Answer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudflareRecordsTest {

    private static final String NAME = "_acme-challenge.home.example.org";
    private static final String HOME = "home.example.org";
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Optional<Inet4Address> FOUR = Optional.of(Inet4Address.ofLiteral("203.0.113.7"));
    private static final Optional<Inet6Address> SIX = Optional.of((Inet6Address) Inet6Address.ofLiteral("2001:db8::7"));

    private final CloudflareDouble account = new CloudflareDouble();
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
    void a_value_is_added_quoted_beside_those_of_others() throws Exception {
        account.has("TXT", NAME, "\"theirs\"", false);

        records().add(NAME, "ours");

        assertThat(account.contents("TXT", NAME)).containsExactly("\"ours\"", "\"theirs\"");
    }

    @Test
    void the_zone_is_found_by_walking_up() throws Exception {
        records().add("_acme-challenge.a.b.deep.example.net", "v");

        assertThat(web.asked("POST"))
                .singleElement()
                .satisfies(asked ->
                        assertThat(asked.path()).isEqualTo("/zones/00000000000000000000000000000002/dns_records"));
    }

    @Test
    void a_value_that_is_there_already_is_fine() throws Exception {
        account.has("TXT", NAME, "\"ours\"", false);

        records().add(NAME, "ours");

        assertThat(account.contents("TXT", NAME)).containsExactly("\"ours\"");
    }

    @Test
    void only_our_value_is_removed_however_it_is_quoted_and_on_whatever_page() throws Exception {
        account.has("TXT", NAME, "\"first\"", false);
        account.has("TXT", NAME, "\"second\"", false);
        account.has("TXT", NAME, "\"ours\"", false);
        account.has("TXT", NAME, "third", false);
        account.has("TXT", NAME, "ours", false);
        account.has("TXT", HOME, "\"ours\"", false);

        records().remove(NAME, "ours");

        assertThat(account.contents("TXT", NAME)).containsExactly("\"first\"", "\"second\"", "third");
        assertThat(account.contents("TXT", HOME)).containsExactly("\"ours\"");
    }

    @Test
    void what_a_search_brings_of_other_names_and_types_is_never_removed() throws Exception {
        web.next(Answer.of(200, zones(NAME, CloudflareDouble.ZONE)));
        web.next(Answer.of(200, """
                {"success":true,"result":[
                 {"id":"a1","type":"TXT","name":"%s","content":"\\"ours\\""},
                 {"id":"a2","type":"MX","name":"%s","content":"ours"}]}""".formatted(HOME, NAME)));

        records().remove(NAME, "ours");

        assertThat(web.asked())
                .hasSize(2)
                .allSatisfy(asked -> assertThat(asked.method()).isEqualTo("GET"));
    }

    @Test
    void removing_what_is_not_there_is_fine() throws Exception {
        records().remove(NAME, "ours");

        assertThat(web.asked("DELETE")).isEmpty();
    }

    @Test
    void a_record_that_goes_while_we_remove_it_is_fine() throws Exception {
        account.has("TXT", NAME, "\"ours\"", false);
        WebDouble racing = new WebDouble(asked -> asked.method().equals("DELETE")
                ? CloudflareDouble.error(404, 81044, "Record does not exist.")
                : account.apply(asked));
        try (racing) {
            records(racing, Failures.TOKEN, WebDouble.PATIENT).remove(NAME, "ours");

            assertThat(racing.asked("DELETE")).hasSize(1);
        }
    }

    @Test
    void a_wrong_token_is_told_as_such() {
        AcmeTrouble trouble = Failures.of(
                () -> records(web, new Secret("wrong"), WebDouble.PATIENT).add(NAME, "v"));

        assertThat(trouble.cause()).isEqualTo(Cause.DNS_TOKEN_REFUSED);
        assertThat(trouble.found()).contains("9109 Invalid access token");
    }

    @ParameterizedTest
    @CsvSource({"400, 6003", "400, 9109", "400, 10000", "403, 1", "401, 1"})
    void a_refused_token_has_many_faces(int status, int code) {
        web.next(CloudflareDouble.error(status, code, "no"));

        assertThat(Failures.of(() -> records().add(NAME, "v")).cause()).isEqualTo(Cause.DNS_TOKEN_REFUSED);
    }

    @Test
    void a_token_that_no_header_can_carry_is_told_without_quoting_it() {
        Secret twoLines = new Secret(Failures.TOKEN.value() + "\n" + Failures.TOKEN.value());

        AcmeTrouble trouble =
                Failures.of(() -> records(web, twoLines, WebDouble.PATIENT).add(NAME, "v"));

        assertThat(trouble.cause()).isEqualTo(Cause.DNS_TOKEN_REFUSED);
        assertThat(web.asked()).isEmpty();
    }

    @Test
    void a_zone_that_the_token_may_not_see_is_told() {
        AcmeTrouble trouble = Failures.of(() -> records().add("_acme-challenge.home.elsewhere.test", "v"));

        assertThat(trouble.cause()).isEqualTo(Cause.DNS_UPDATE_FAILED);
        assertThat(trouble.found()).contains("no zone");
    }

    @Test
    void an_id_that_leads_elsewhere_is_refused() {
        web.next(Answer.of(200, zones("_acme-challenge.home.example.org", "../../user/tokens")));

        assertThat(Failures.of(() -> records().add(NAME, "v")).found()).contains("without a usable id");
        assertThat(web.asked()).hasSize(1);
    }

    @Test
    void too_many_calls_say_when_to_come_back() {
        web.next(CloudflareDouble.error(429, 971, "throttled").with("Retry-After", "Fri, 01 Jan 2027 00:10:00 GMT"));

        AcmeTrouble trouble = Failures.of(() -> records().add(NAME, "v"));

        assertThat(trouble.cause()).isEqualTo(Cause.DNS_UPDATE_FAILED);
        assertThat(trouble.notBefore()).contains(Instant.parse("2027-01-01T00:10:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Just a moment…</html>",
                "",
                "[]",
                "{}",
                "{\"success\":true",
                "null",
                "{\"success\":\"no\"}",
                "7 8"
            })
    void nonsense_is_a_failure_and_not_a_crash(String nonsense) {
        web.next(Answer.of(200, nonsense));

        assertThat(Failures.of(() -> records().add(NAME, "v")).cause()).isEqualTo(Cause.DNS_UPDATE_FAILED);
    }

    @Test
    void an_error_of_theirs_that_echoes_the_request_does_not_give_the_token_away() {
        web.next(CloudflareDouble.error(500, 1, "Authorization: Bearer " + Failures.TOKEN.value()));

        AcmeTrouble trouble = Failures.of(() -> records().add(NAME, "v"));

        assertThat(trouble.found()).contains("500", "Bearer ***");
    }

    @Test
    void deep_nesting_is_refused() {
        web.next(Answer.of(200, "[".repeat(200_000)));

        assertThat(Failures.of(() -> records().add(NAME, "v")).found()).contains("not JSON");
    }

    @Test
    void an_endless_answer_is_refused() {
        web.next(WebDouble.ENDLESS);

        assertThat(Failures.of(() -> records().add(NAME, "v")).found()).contains("more than 1 MiB");
    }

    @Test
    void silence_ends_after_the_limit() {
        web.next(WebDouble.SILENCE);

        assertThat(Failures.of(() -> records(web, Failures.TOKEN, Duration.ofMillis(200))
                                .add(NAME, "v"))
                        .found())
                .contains("no whole answer");
    }

    @Test
    void an_address_changes_and_stays_proxied() throws Exception {
        account.has("A", HOME, "203.0.113.1", true);
        account.has("A", "other.example.org", "203.0.113.1", false);

        records().point(HOME, FOUR, Optional.empty());

        assertThat(account.entries())
                .extracting(
                        CloudflareDouble.Entry::name, CloudflareDouble.Entry::content, CloudflareDouble.Entry::proxied)
                .containsExactlyInAnyOrder(
                        tuple(HOME, "203.0.113.7", true), tuple("other.example.org", "203.0.113.1", false));
    }

    @Test
    void an_a_record_that_is_missing_is_made_and_an_aaaa_record_is_not() throws Exception {
        records().point(HOME, FOUR, SIX);

        assertThat(account.contents("A", HOME)).containsExactly("203.0.113.7");
        assertThat(account.contents("AAAA", HOME)).isEmpty();
    }

    @Test
    void an_aaaa_record_that_is_there_follows() throws Exception {
        account.has("AAAA", HOME, "2001:db8::1", false);

        records().point(HOME, FOUR, SIX);

        assertThat(account.contents("AAAA", HOME)).containsExactly("2001:db8:0:0:0:0:0:7");
    }

    @Test
    void a_cname_in_the_way_is_named() {
        account.has("CNAME", HOME, "elsewhere.example.net", false);

        AcmeTrouble trouble = Failures.of(() -> records().point(HOME, FOUR, Optional.empty()));

        assertThat(trouble.found()).contains("81054");
        assertThat(trouble.remedy()).contains("CNAME").doesNotContain("by itself");
    }

    @Test
    void an_address_that_is_right_is_left_alone_however_it_is_spelled() throws Exception {
        account.has("A", HOME, "203.0.113.7", false);
        account.has("AAAA", HOME, "2001:db8::7", false);

        records().point(HOME, FOUR, SIX);

        assertThat(web.asked()).allSatisfy(asked -> assertThat(asked.method()).isEqualTo("GET"));
    }

    @Test
    void several_addresses_are_not_ours_to_choose_from() {
        account.has("A", HOME, "203.0.113.1", false);
        account.has("A", HOME, "203.0.113.2", false);
        account.has("A", HOME, "203.0.113.3", false);

        AcmeTrouble trouble = Failures.of(() -> records().point(HOME, FOUR, Optional.empty()));

        assertThat(trouble.found()).contains("3 A records");
        assertThat(account.contents("A", HOME)).containsExactly("203.0.113.1", "203.0.113.2", "203.0.113.3");
    }

    private CloudflareRecords records() {
        return records(web, Failures.TOKEN, WebDouble.PATIENT);
    }

    private static CloudflareRecords records(WebDouble web, Secret token, Duration whole) {
        return new CloudflareRecords(token, web.base(), new HttpCalls(whole), InstantSource.fixed(NOW));
    }

    private static String zones(String name, String id) {
        return "{\"success\":true,\"result\":[{\"id\":\"%s\",\"name\":\"%s\"}]}".formatted(id, name);
    }
}
