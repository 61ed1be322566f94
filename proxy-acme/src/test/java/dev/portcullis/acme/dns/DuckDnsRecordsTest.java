package dev.portcullis.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.Secret;
import dev.portcullis.acme.dns.WebDouble.Answer;
import dev.portcullis.acme.dns.WebDouble.Asked;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DuckDnsRecordsTest {

    private static final String NAME = "_acme-challenge.home.duckdns.org";
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    private WebDouble duck;

    @BeforeEach
    void begin() throws IOException {
        duck = new WebDouble(DuckDnsRecordsTest::asDocumented);
    }

    @AfterEach
    void end() {
        duck.close();
    }

    @Test
    void a_value_is_set_at_the_registered_domain() throws Exception {
        records().add(NAME, "value_1-2");

        assertThat(duck.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.path()).isEqualTo("/update");
            assertThat(asked.query())
                    .isEqualTo(Map.of(
                            "domains", "home",
                            "token", Failures.TOKEN.value(),
                            "txt", "value_1-2",
                            "verbose", "true"));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "home.duckdns.org, home",
        "a.home.duckdns.org, home",
        "_acme-challenge.a.b.home.duckdns.org, home",
        "_acme-challenge.HOME.DuckDNS.org, home"
    })
    void names_below_a_domain_belong_to_it(String name, String domain) throws Exception {
        records().add(name, "v");

        assertThat(duck.asked().getFirst().query()).containsEntry("domains", domain);
    }

    @Test
    void removing_a_value_leaves_the_addresses() throws Exception {
        records().remove(NAME, "value");

        assertThat(duck.asked().getFirst().query())
                .containsEntry("clear", "true")
                .containsEntry("txt", "value");
    }

    @Test
    void one_domain_holds_one_value() {
        assertThat(records().holdsOneValue()).isTrue();
    }

    @Test
    void the_name_follows_the_ipv4_address_only() throws Exception {
        records()
                .point(
                        "home.duckdns.org",
                        Optional.of(Inet4Address.ofLiteral("203.0.113.7")),
                        Optional.of((Inet6Address) Inet6Address.ofLiteral("2001:db8::7")));

        assertThat(duck.asked().getFirst().query())
                .containsEntry("ip", "203.0.113.7")
                .doesNotContainKey("ipv6");
    }

    @Test
    void names_elsewhere_are_neither_kept_nor_pointed_here() {
        assertThat(records().keeps(NAME) && records().points("home.duckdns.org"))
                .isTrue();
        assertThat(records().keeps("_acme-challenge.home.example.org")).isFalse();
        assertThat(records().points("duckdns.org") || records().points("myduckdns.org"))
                .isFalse();
    }

    @Test
    void no_address_is_no_call() throws Exception {
        records().point("home.duckdns.org", Optional.empty(), Optional.empty());

        assertThat(duck.asked()).isEmpty();
    }

    @Test
    void a_wrong_token_is_told_as_such() {
        DnsRecords wrong = new DuckDnsRecords(
                new Secret("wrong"), duck.base(), new HttpCalls(WebDouble.PATIENT), InstantSource.system());

        AcmeTrouble trouble = Failures.of(() -> wrong.add(NAME, "v"));

        assertThat(trouble.cause()).isEqualTo(Cause.DNS_TOKEN_REFUSED);
        assertThat(trouble.remedy()).contains("token", "home.duckdns.org");
    }

    @Test
    void a_domain_of_somebody_else_is_refused() {
        assertThat(Failures.of(() -> records().add("other.duckdns.org", "v")).cause())
                .isEqualTo(Cause.DNS_TOKEN_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_acme-challenge.home.example.org", "duckdns.org", ".duckdns.org", "evilduckdns.org"})
    void a_name_elsewhere_is_refused_without_a_call(String name) {
        assertThat(Failures.of(() -> records().add(name, "v")).found()).contains("not a name below duckdns.org");
        assertThat(duck.asked()).isEmpty();
    }

    @Test
    void a_page_that_quotes_the_address_does_not_give_the_token_away() {
        duck.next(Answer.of(
                502,
                "<html>Bad gateway for /update?token=" + Failures.TOKEN.value() + "&x or "
                        + ProviderCalls.encoded(Failures.TOKEN.value()) + "</html>"));

        AcmeTrouble trouble = Failures.of(() -> records().add(NAME, "v"));

        assertThat(trouble.cause()).isEqualTo(Cause.DNS_UPDATE_FAILED);
        assertThat(trouble.found()).contains("502", "***");
    }

    @Test
    void too_many_calls_say_when_to_come_back() {
        duck.next(Answer.of(429, "slow down").with("Retry-After", "120"));

        assertThat(Failures.of(() -> records().add(NAME, "v")).notBefore()).contains(NOW.plusSeconds(120));
    }

    @Test
    void an_endless_answer_is_refused() {
        duck.next(WebDouble.ENDLESS);

        assertThat(Failures.of(() -> records().add(NAME, "v")).found()).contains("more than 1 MiB");
    }

    @Test
    void silence_ends_after_the_limit() {
        duck.next(WebDouble.SILENCE);

        assertThat(Failures.of(() -> records(Duration.ofMillis(200)).add(NAME, "v"))
                        .found())
                .contains("no whole answer");
    }

    @Test
    void a_redirect_is_not_followed() {
        duck.next(Answer.of(302, "").with("Location", duck.base() + "/elsewhere"));

        assertThat(Failures.of(() -> records().add(NAME, "v")).found()).contains("302");
        assertThat(duck.asked()).hasSize(1);
    }

    @Test
    void a_closed_port_is_told_in_plain_words() {
        URI nobody = duck.base();
        duck.close();
        DnsRecords records =
                new DuckDnsRecords(Failures.TOKEN, nobody, new HttpCalls(WebDouble.PATIENT), InstantSource.fixed(NOW));

        assertThat(Failures.of(() -> records.add(NAME, "v")).found()).contains("the connection failed");
    }

    @Test
    void an_interrupted_call_ends_and_stays_interrupted() {
        Thread.currentThread().interrupt();

        AcmeTrouble trouble = Failures.of(() -> records().add(NAME, "v"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(trouble.found()).isEqualTo("interrupted");
    }

    private DuckDnsRecords records() {
        return records(WebDouble.PATIENT);
    }

    private DuckDnsRecords records(Duration whole) {
        return new DuckDnsRecords(Failures.TOKEN, duck.base(), new HttpCalls(whole), InstantSource.fixed(NOW));
    }

    private static Answer asDocumented(Asked asked) {
        boolean known = Failures.TOKEN.value().equals(asked.query().get("token"))
                && "home".equals(asked.query().get("domains"));
        return Answer.of(200, known ? "OK\n203.0.113.7\n\nUPDATED" : "KO");
    }
}
