package dev.portcullis.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.Pause;
import dev.portcullis.acme.dns.TestZoneServer.Manner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Type;

/// A resolver at 127.0.0.1, and name servers of the zone at 127.0.0.2 and 127.0.0.3, all on one port.
class ZoneLookupsTest {

    private static final String NAME = "_acme-challenge.home.example.org";
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final TestZone world = new TestZone().zone("example.org", "127.0.0.2", "127.0.0.3");
    private final TestZone first = new TestZone().zone("example.org");
    private final TestZone second = new TestZone().zone("example.org");
    private final List<Duration> pauses = new ArrayList<>();

    private TestZoneServer resolver;
    private TestZoneServer ns1;
    private TestZoneServer ns2;
    private Instant now = START;
    private Duration within = Duration.ofMinutes(2);
    private Duration perLook = Duration.ofSeconds(20);
    private Pause meanwhile = time -> {};

    @BeforeEach
    void start() throws IOException {
        resolver = TestZoneServer.start(world);
        int port = resolver.address().getPort();
        ns1 = TestZoneServer.start(first, "127.0.0.2", port);
        ns2 = TestZoneServer.start(second, "127.0.0.3", port);
    }

    @AfterEach
    void stop() throws IOException {
        resolver.close();
        ns1.close();
        ns2.close();
    }

    @Test
    void returns_at_once_when_all_servers_show_the_values_among_others() throws Exception {
        for (TestZone zone : List.of(first, second)) {
            zone.put(NAME, Type.TXT, "from-before").put(NAME, Type.TXT, "one").put(NAME, Type.TXT, "two");
        }

        lookups().awaitEverywhere(NAME, Set.of("one", "two"));

        assertThat(pauses).isEmpty();
    }

    @Test
    void servers_are_asked_themselves_and_not_the_resolver() throws Exception {
        show("value");

        lookups().awaitEverywhere(NAME, Set.of("value"));

        assertThat(ns1.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.getQuestion().getType()).isEqualTo(Type.TXT);
            assertThat(asked.getHeader().getFlag(Flags.RD)).isFalse();
        });
        assertThat(resolver.asked()).noneMatch(asked -> asked.getQuestion().getType() == Type.TXT);
    }

    @Test
    void waits_for_the_server_that_is_behind() throws Exception {
        first.put(NAME, Type.TXT, "value");
        second.put(NAME, Type.TXT, "from-before");
        meanwhile = _ -> {
            if (pauses.size() == 4) {
                second.put(NAME, Type.TXT, "value");
            }
        };

        lookups().awaitEverywhere(NAME, Set.of("value"));

        assertThat(pauses)
                .containsExactly(
                        Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8), Duration.ofSeconds(10));
        assertThat(ns1.asked()).as("what it has shown it need not show again").hasSize(1);
    }

    @Test
    void a_server_that_stays_behind_is_named_with_what_it_shows() {
        first.put(NAME, Type.TXT, "value");
        second.put(NAME, Type.TXT, "from-before");

        AcmeTrouble trouble = troubleOf("value");

        assertThat(trouble.cause()).isEqualTo(Cause.DNS_NOT_SPREAD);
        assertThat(trouble.where()).isEqualTo("TXT record of " + NAME);
        assertThat(trouble.found())
                .isEqualTo("after 120 s not on every name server: ns2.example.org (127.0.0.3) shows \"from-before\"");
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(within);
    }

    @Test
    void what_a_server_shows_is_told_escaped() {
        show("\\027[2Jgone");

        assertThat(troubleOf("value").found()).contains("\"\\027[2Jgone\"").doesNotContain("\u001b");
    }

    @Test
    void some_of_the_values_are_not_enough() {
        show("one");

        assertThat(troubleOf("one", "two").found()).contains("ns1.example.org", "ns2.example.org");
    }

    @Test
    void a_value_in_several_strings_is_one_value() throws Exception {
        first.put(NAME, Type.TXT, "\"va\" \"lue\"");
        second.put(NAME, Type.TXT, "value");

        lookups().awaitEverywhere(NAME, Set.of("value"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"SILENT", "SERVFAIL", "REFUSED"})
    void a_server_that_is_dead_for_the_whole_wait_does_not_fail_it(Manner dead) throws Exception {
        someServersAreSilent();
        show("value");
        ns2.become(dead);

        lookups().awaitEverywhere(NAME, Set.of("value"));

        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(within);
    }

    @Test
    void a_server_that_was_behind_and_fell_silent_is_behind() {
        someServersAreSilent();
        first.put(NAME, Type.TXT, "value");
        meanwhile = _ -> ns2.become(Manner.SILENT);

        assertThat(troubleOf("value").found()).contains("ns2.example.org (127.0.0.3) shows nothing");
    }

    @Test
    void when_no_server_says_anything_the_authority_sees_for_itself() throws Exception {
        someServersAreSilent();
        ns1.become(Manner.SILENT);
        ns2.become(Manner.WITHOUT_AUTHORITY);

        lookups().awaitEverywhere(NAME, Set.of("value"));

        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(within);
        assertThat(resolver.asked().getLast()).satisfies(asked -> {
            assertThat(asked.getQuestion().getType()).isEqualTo(Type.TXT);
            assertThat(asked.getHeader().getFlag(Flags.RD)).isTrue();
        });
    }

    @Test
    void a_resolver_that_shows_other_values_is_believed_where_no_server_says_anything() {
        someServersAreSilent();
        ns1.become(Manner.SILENT);
        ns2.become(Manner.REFUSED);
        world.put(NAME, Type.TXT, "from-before");
        AcmeTrouble trouble = troubleOf("value");

        assertThat(trouble.cause()).isEqualTo(Cause.DNS_NOT_SPREAD);
        assertThat(trouble.found()).contains("shows \"from-before\"", "ns1.example.org (127.0.0.2): no answer in time");
    }

    @Test
    void the_time_runs_from_when_the_servers_are_known() throws Exception {
        List<Integer> askedBefore = new ArrayList<>();
        show("other");
        within = Duration.ofSeconds(1);
        ZoneLookups lookups = new ZoneLookups(
                new Resolvers(List.of(resolver.address()), perLook),
                within,
                () -> {
                    askedBefore.add(resolver.asked().size());
                    return now;
                },
                time -> now = now.plus(time),
                resolver.address().getPort(),
                perLook);

        assertThat(catchThrowableOfType(AcmeFailure.class, () -> lookups.awaitEverywhere(NAME, Set.of("value"))))
                .isNotNull();
        assertThat(askedBefore.getFirst()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"CUT_OFF", "FORGED_FIRST"})
    void odd_servers_are_understood(Manner manner) throws Exception {
        show("value");
        ns1.become(manner);
        resolver.become(manner);

        lookups().awaitEverywhere(NAME, Set.of("value"));

        assertThat(pauses).isEmpty();
    }

    @Test
    void an_address_that_cannot_be_reached_does_not_count_where_another_answers() throws Exception {
        someServersAreSilent();
        show("value");
        world.put("ns1.example.org", Type.A, "127.0.0.4").put("ns2.example.org", Type.AAAA, "2001:db8::1");

        lookups().awaitEverywhere(NAME, Set.of("value"));

        assertThat(now).as("well before the end").isBefore(START.plus(within));
    }

    @Test
    void where_no_zone_is_found_the_resolvers_are_asked() throws Exception {
        world.drop("example.org", Type.SOA).zone("org", "127.0.0.2").drop("org", Type.NS);
        world.put(NAME, Type.TXT, "value");

        lookups().awaitEverywhere(NAME, Set.of("value"));

        assertThat(resolver.asked().getLast()).satisfies(asked -> {
            assertThat(asked.getQuestion().getType()).isEqualTo(Type.TXT);
            assertThat(asked.getHeader().getFlag(Flags.RD)).isTrue();
        });
        assertThat(ns1.asked()).isEmpty();
    }

    @Test
    void a_resolver_that_knows_no_zones_at_all_is_asked_itself() throws Exception {
        world.put(NAME, Type.TXT, "value");
        resolver.become(Manner.WITHOUT_ZONES);

        lookups().awaitEverywhere(NAME, Set.of("value"));

        assertThat(ns1.asked()).isEmpty();
    }

    @Test
    void a_delegation_is_followed_into_another_zone() throws Exception {
        world.zone("acme.example.net").put(NAME, Type.CNAME, "Home.Acme.Example.NET.");

        assertThat(lookups().delegated(NAME)).isEqualTo("home.acme.example.net");
        assertThat(lookups().delegated("_acme-challenge.other.example.org"))
                .isEqualTo("_acme-challenge.other.example.org");
    }

    @Test
    void a_delegated_record_is_looked_for_at_the_other_zones_servers() throws Exception {
        world.zone("acme.example.net", "127.0.0.3").put(NAME, Type.CNAME, "home.acme.example.net.");
        second.zone("acme.example.net").put("home.acme.example.net", Type.TXT, "value");

        lookups().awaitEverywhere(lookups().delegated(NAME), Set.of("value"));

        assertThat(ns1.asked()).isEmpty();
    }

    @Test
    void a_wildcards_cname_is_no_delegation() throws Exception {
        world.zone("duckdns.org")
                .put(NAME, Type.CNAME, "myhouse.duckdns.org.")
                .put("*.example.org", Type.CNAME, "myhouse.duckdns.org.");

        assertThat(lookups().delegated(NAME)).isEqualTo(NAME);
        assertThat(lookups().delegatedThroughWildcards(NAME)).isEqualTo("myhouse.duckdns.org");
        world.drop("*.example.org", Type.CNAME).put("*.example.org", Type.CNAME, "elsewhere.example.net.");
        assertThat(lookups().delegated(NAME)).isEqualTo("myhouse.duckdns.org");
    }

    @Test
    void eight_cnames_are_followed_and_no_more() throws Exception {
        for (int i = 1; i <= 9; i++) {
            world.put("n%d.example.org".formatted(i), Type.CNAME, "n%d.example.org.".formatted(i + 1));
        }

        assertThat(lookups().delegated("n2.example.org")).isEqualTo("n10.example.org");
        assertThat(delegationTrouble("n1.example.org").found()).contains("more than 8 CNAMEs");
    }

    @Test
    void cnames_in_a_circle_are_trouble_and_shown() {
        world.put("a.example.org", Type.CNAME, "b.example.org.").put("b.example.org", Type.CNAME, "a.example.org.");

        assertThat(delegationTrouble("a.example.org"))
                .returns("CNAME at a.example.org", AcmeTrouble::where)
                .returns("the CNAMEs lead round in a circle: a.example.org → b.example.org", AcmeTrouble::found);
    }

    @Test
    void a_cname_to_a_name_with_odd_bytes_is_refused() {
        world.put(NAME, Type.CNAME, "\\027[2J.example.org.");

        assertThat(delegationTrouble(NAME).cause()).isEqualTo(Cause.NAME_REFUSED);
    }

    @Test
    void the_next_resolver_is_asked_when_one_fails() throws Exception {
        world.zone("acme.example.net").put(NAME, Type.CNAME, "home.acme.example.net.");
        ns1.become(Manner.SERVFAIL);
        Resolvers both = new Resolvers(List.of(ns1.address(), resolver.address()), perLook);

        assertThat(lookups(both).delegated(NAME)).isEqualTo("home.acme.example.net");
    }

    @Test
    void without_any_resolver_the_trouble_names_the_last() throws Exception {
        resolver.become(Manner.SERVFAIL);

        assertThat(delegationTrouble(NAME))
                .returns(Cause.DNS_UPDATE_FAILED, AcmeTrouble::cause)
                .extracting(AcmeTrouble::found)
                .asString()
                .contains("127.0.0.1", "answers SERVFAIL");
    }

    @Test
    void an_interrupt_ends_the_wait() throws Exception {
        ns1.become(Manner.SILENT);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread worker = Thread.startVirtualThread(() -> {
            AcmeTrouble trouble = troubleOf("value");
            interrupted.complete(
                    Thread.currentThread().isInterrupted() && trouble.found().equals("given up half way"));
        });
        while (ns1.asked().isEmpty()) {
            Thread.onSpinWait();
        }

        worker.interrupt();

        assertThat(interrupted.get(15, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void the_systems_resolvers_are_used_when_none_is_configured() {
        assertThat(new Resolvers(List.of(), perLook).addresses())
                .isNotEmpty()
                .noneMatch(InetSocketAddress::isUnresolved);
    }

    private void someServersAreSilent() {
        perLook = Duration.ofSeconds(1);
        within = Duration.ofSeconds(5);
    }

    private void show(String value) {
        first.put(NAME, Type.TXT, value);
        second.put(NAME, Type.TXT, value);
    }

    private AcmeTrouble troubleOf(String... values) {
        return catchThrowableOfType(AcmeFailure.class, () -> lookups().awaitEverywhere(NAME, Set.of(values)))
                .trouble();
    }

    private AcmeTrouble delegationTrouble(String name) {
        return catchThrowableOfType(AcmeFailure.class, () -> lookups().delegated(name))
                .trouble();
    }

    private ZoneLookups lookups() {
        return lookups(new Resolvers(List.of(resolver.address()), perLook));
    }

    private ZoneLookups lookups(Resolvers resolvers) {
        return new ZoneLookups(
                resolvers,
                within,
                () -> now,
                time -> {
                    now = now.plus(time);
                    pauses.add(time);
                    meanwhile.take(time);
                },
                resolver.address().getPort(),
                perLook);
    }
}
