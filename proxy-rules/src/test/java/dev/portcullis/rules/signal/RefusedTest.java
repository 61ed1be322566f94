package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.net.Zone;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedTest {

    private final House house = House.quiet();

    @ParameterizedTest
    @CsvSource({
        "/api/webhook/guess, unknown-webhook",
        "/api/webhook/, unexposed-home",
        "/api/webhook/a/b, unexposed-home",
        "/api/webhook/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, unexposed-home",
        "/api/webhook/0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef, unknown-webhook",
        "/api/webhook/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde, unknown-webhook",
        "/api/states, unexposed-home",
        "/api/hls/0a/x, unexposed-home",
        "/lovelace/0, unexposed-home",
        "/lovelace-kitchen, unexposed-home",
        "/frontend_latest/app.js, unexposed-home",
        "/home, unexposed-home",
        "/light/x, unexposed-home",
        "/security, unexposed-home",
        "/climate, unexposed-home",
        "/api/ios/push, unexposed-home",
        "/apiary, unexposed",
        "/api/nope, unexposed",
        "/nope, unexposed"
    })
    void what_is_not_exposed_is_a_probe_of_some_kind(String target, String family) {
        Observation seen = Objects.requireNonNull(house.refuse(Sent.get(target), 404, "not-exposed", ""));
        assertThat(seen.families()).containsExactly(family);
        assertThat(seen.outcome()).isEqualTo(Outcome.NONE);
        assertThat(seen.answer()).isEqualTo(Observation.Answer.refused(404, "not-exposed"));
    }

    @Test
    void what_is_sent_to_a_path_that_is_not_exposed_is_a_probe_of_its_own() {
        for (String method : new String[] {"POST", "PUT", "DELETE"}) {
            Observation seen = Objects.requireNonNull(house.refuse(Sent.of(method, "/nope"), 404, "not-exposed", ""));
            assertThat(seen.families()).as(method).containsExactly("unexposed-write");
        }
        assertThat(Objects.requireNonNull(house.refuse(Sent.of("HEAD", "/nope"), 404, "not-exposed", ""))
                        .families())
                .containsExactly("unexposed");
    }

    @Test
    void another_site_has_no_webhooks_and_no_home() {
        Sent sent = Sent.get("/api/webhook/guess").at(House.OTHER);
        assertThat(Objects.requireNonNull(house.refuse(sent, 404, "not-exposed", ""))
                        .families())
                .containsExactly("unexposed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/favicon.ico", "/robots.txt", "/.well-known/security.txt", "/apple-touch-icon.png"})
    void what_browsers_ask_for_by_themselves_is_none(String target) {
        assertThat(house.refuse(Sent.get(target), 404, "not-exposed", "")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "banned",
                "rate-limit",
                "connection-rate",
                "connection-limit",
                "upstream-down",
                "upstream-full",
                "upstream-answer",
                "upstream-time",
                "body-size",
                "request-head-time",
                "request-body-time",
                "client-stalled",
                "truncated",
                "proxy-header",
                "forwarded-for"
            })
    void what_says_nothing_about_the_client_is_told_only_to_who_wants_everything(String refusal) {
        assertThat(house.refuse(Sent.get("/.env"), 503, refusal, "")).isNull();
        assertThat(house.signals().connection(House.NOW, Sent.CLIENT, Zone.INTERNET, refusal))
                .isNull();
        House all = House.everything();
        Observation seen = Objects.requireNonNull(all.refuse(Sent.get("/.env"), 503, refusal, ""));
        assertThat(seen.families()).isEmpty();
        assertThat(seen.answer().refusal()).isEqualTo(refusal);
        Observation before =
                Objects.requireNonNull(all.signals().connection(House.NOW, Sent.CLIENT, Zone.INTERNET, refusal));
        assertThat(before.request()).isEqualTo(RequestTrace.NONE);
        assertThat(before.zone()).isEqualTo("internet");
        assertThat(before.client()).isEqualTo(Sent.CLIENT);
    }

    @Test
    void a_refused_request_tells_whose_credential_it_carries() {
        Observation seen =
                Objects.requireNonNull(house.refuse(Sent.get("/nope").bearer("known"), 404, "not-exposed", ""));
        assertThat(seen.credential().hashes()).containsExactly(House.HASH.of("known"));
    }

    @Test
    void a_request_whose_site_and_path_are_unknown_is_read_as_well() {
        House all = House.everything();
        Sent sent = Sent.get("/a/%2e%2e/api/webhook%2Fmy-hook?x=1").at(-1);
        Observation seen = Objects.requireNonNull(all.refuse(sent, 400, "path", "dot-segment"));
        assertThat(seen.site()).isEmpty();
        assertThat(seen.answer().detail()).isEqualTo("dot-segment");
        assertThat(seen.request().path())
                .isEqualTo("/a/../api/webhook/~" + House.HASH.of("my-hook").substring(0, 8));
    }

    @Test
    void ordinary_traffic_is_told_only_to_who_wants_everything() {
        Sent sent = Sent.get("/lovelace/0?edit=1").with("user-agent", "Mozilla/5.0 " + "x".repeat(300));
        assertThat(house.answer(sent, 200)).isNull();
        assertThat(house.answer(sent, 502)).isNull();
        Observation seen = Objects.requireNonNull(House.everything().answer(sent, 200));
        assertThat(seen.outcome()).isEqualTo(Outcome.NONE);
        assertThat(seen.request().path()).isEqualTo("/lovelace/0");
        assertThat(seen.request().agent()).hasSize(200);
        assertThat(seen.answer()).isEqualTo(Observation.Answer.of(200));
    }
}
