package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.Otherwise;
import dev.portcullis.rules.path.PathPattern;
import dev.portcullis.rules.route.Exposure;
import dev.portcullis.rules.route.Preset;
import dev.portcullis.rules.route.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The preset `webhooks` against every disguise of a path, over real connections: nothing else gets through, and what
/// does is one webhook to every upstream, however lenient.
class WebhooksOnlyTest {

    private static final List<Route> WEBHOOKS =
            Exposure.preset(Preset.WEBHOOKS, Settings.ANYWHERE, OptionalLong.empty());
    private static final List<Route> EVERYTHING =
            Exposure.paths(List.of(PathPattern.parse("/**")), Set.of(), Settings.ANYWHERE, OptionalLong.empty());

    private static final List<String> EXPOSED_METHODS = List.of("GET", "POST", "PUT", "HEAD");
    private static final List<String> OTHER_METHODS = List.of(
            "OPTIONS",
            "TRACE",
            "PATCH",
            "DELETE",
            "PROPFIND",
            "SEARCH",
            "M-SEARCH",
            "PURGE",
            "QUERY",
            "GETX",
            "X-GET",
            "get",
            "Post",
            "GET/",
            "_GET");
    private static final List<String> WEBHOOK_TARGETS = List.of(
            "/api/webhook/abc",
            "/api/webhook/%61bc",
            "/%61pi/webhook/abc?x=/../config",
            "/api/webhook/0f9c8d7e6b5a4f3e2d1c0b9a8f7e6d5c0f9c8d7e6b5a4f3e2d1c0b9a8f7e6d5c");

    /// What some servers and frameworks take for the path or the method.
    private static final List<String> OVERRIDES = List.of(
            "X-HTTP-Method-Override: POST",
            "X-HTTP-Method: POST",
            "X-Method-Override: POST",
            "X-Rewrite-URL: /api/webhook/abc",
            "X-Original-URL: /api/webhook/abc",
            "X-Original-URI: /api/webhook/abc",
            "X-Original-Method: POST",
            "X-Forwarded-Uri: /api/webhook/abc",
            "X-Forwarded-Path: /api/webhook/abc",
            "X-Forwarded-Prefix: /api/webhook/abc/..");

    /// True: some reader takes them out of the webhooks, or reads them otherwise than another does.
    private static final Map<Boolean, List<Asked>> TARGETS =
            targets().stream().collect(Collectors.partitioningBy(WebhooksOnlyTest::isHostile));

    /// What came of a suite.
    ///
    /// @param seen indexes of the requests that the upstream saw
    /// @param heads as the upstream saw them
    private record Outcome(List<Integer> statuses, Set<Integer> seen, List<String> heads) {}

    private static Outcome ask(Door door, List<Route> routes, List<Asked> requests) throws IOException {
        try (Origin origin = Origin.saying("");
                TestProxy proxy =
                        TestProxy.before(origin, it -> it.exposing(routes).otherwise(Otherwise.NOT_FOUND))) {
            List<Integer> statuses = door.statuses(proxy, requests);
            Set<Integer> seen = new TreeSet<>();
            for (String head : origin.heads()) {
                seen.add(Integer.parseInt(Wire.field(head, Asked.MARK)));
            }
            return new Outcome(statuses, seen, List.copyOf(origin.heads()));
        }
    }

    private static boolean isHostile(Asked asked) {
        return !OneWebhook.toEveryReader(asked.target());
    }

    /// All hostile targets, with each of the methods that are exposed.
    private static List<Asked> targets() {
        List<Asked> requests = new ArrayList<>();
        for (String target : HostileTargets.all()) {
            requests.add(Asked.of(EXPOSED_METHODS.get(requests.size() % EXPOSED_METHODS.size()), target));
        }
        return List.copyOf(requests);
    }

    @ParameterizedTest
    @EnumSource
    void no_disguise_of_another_path_reaches_the_upstream(Protocol protocol) throws IOException {
        List<Asked> requests = TARGETS.get(true);

        Outcome outcome = ask(protocol.door(), WEBHOOKS, requests);

        assertThat(requests).hasSizeGreaterThan(10_000);
        assertThat(outcome.seen().stream().map(requests::get)).isEmpty();
        assertThat(Set.copyOf(outcome.statuses())).isSubsetOf(0, 400, 404);
        assertThat(Collections.frequency(outcome.statuses(), 0))
                .as("without an answer: what an app might take for the end of its login, and streams of no valid path")
                .isLessThan(requests.size() / 3);
    }

    @ParameterizedTest
    @EnumSource
    void what_gets_through_is_one_webhook_to_every_reader(Protocol protocol) throws IOException {
        List<Asked> requests = new ArrayList<>(TARGETS.get(false));
        WEBHOOK_TARGETS.forEach(target -> requests.add(Asked.of("POST", target)));

        Outcome outcome = ask(protocol.door(), WEBHOOKS, requests);

        assertThat(outcome.seen().size()).isGreaterThan(WEBHOOK_TARGETS.size());
        assertThat(outcome.heads())
                .allSatisfy(head -> assertThat(OneWebhook.toEveryReader(head.split(" ", 3)[1]))
                        .as(head)
                        .isTrue());
    }

    @ParameterizedTest
    @EnumSource
    void no_other_method_reaches_the_upstream_whatever_it_asks_to_be_taken_for(Protocol protocol) throws IOException {
        List<Asked> requests = new ArrayList<>();
        for (String target : WEBHOOK_TARGETS) {
            for (String method : OTHER_METHODS) {
                requests.add(Asked.of(method, target));
                OVERRIDES.forEach(field -> requests.add(Asked.of(method, target, field)));
            }
        }
        for (String field : OVERRIDES) {
            for (String method : EXPOSED_METHODS) {
                requests.add(Asked.of(method, "/api/config", field));
                requests.add(Asked.of(method, "/", field));
            }
        }

        Outcome outcome = ask(protocol.door(), WEBHOOKS, requests);

        assertThat(outcome.seen().stream().map(requests::get)).isEmpty();
        assertThat(Set.copyOf(outcome.statuses())).isSubsetOf(0, 400, 404);
    }

    @ParameterizedTest
    @EnumSource
    void no_field_tells_the_upstream_of_another_path_or_method_than_the_judged_one(Protocol protocol)
            throws IOException {
        List<Asked> requests = new ArrayList<>();
        for (String method : EXPOSED_METHODS) {
            for (String field : OVERRIDES) {
                requests.add(Asked.of(method, "/api/webhook/abc", field.replace("/api/webhook/abc", "/api/config")));
            }
        }

        Outcome outcome = ask(protocol.door(), WEBHOOKS, requests);

        assertThat(outcome.heads())
                .hasSameSizeAs(requests)
                .allSatisfy(head -> assertThat(head)
                        .doesNotContain("/api/config")
                        .doesNotContainIgnoringCase("override")
                        .doesNotContainIgnoringCase("X-HTTP-Method"));
    }

    /// The suite can fail: a proxy that lets these through is caught.
    @ParameterizedTest
    @EnumSource
    void a_proxy_that_exposes_everything_is_caught(Protocol protocol) throws IOException {
        List<Asked> requests = List.of(
                Asked.of("GET", "/api/webhook"),
                Asked.of("GET", "/api/webhook/abc/x"),
                Asked.of("GET", "/API/WEBHOOK/abc"),
                Asked.of("GET", "/config?path=/api/webhook/abc"));

        Outcome outcome = ask(protocol.door(), EVERYTHING, requests);

        assertThat(outcome.seen()).containsExactly(0, 1, 2, 3);
        assertThat(outcome.heads()).noneMatch(head -> OneWebhook.toEveryReader(head.split(" ", 3)[1]));
    }
}
