package dev.portcullis.acme.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.KeyType;
import dev.portcullis.acme.Names;
import dev.portcullis.acme.PendingChallenges;
import dev.portcullis.acme.dns.DnsLookups;
import dev.portcullis.acme.dns.DnsRecords;
import dev.portcullis.acme.order.FakeAuthority.Call;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RecordProofTest {

    private final MovedTime time = new MovedTime();
    private final FakeAuthority authority = new FakeAuthority(time);
    private final FakeLedger ledger = new FakeLedger();
    private final Zone zone = new Zone();
    private final List<Integer> valuesAtOnce = new ArrayList<>();

    @Test
    void a_name_and_its_wildcard_share_a_record_with_two_values() throws Exception {
        authority.eye(this::looksUp);
        KeyAndChain pair = run("home.example.org", "*.home.example.org");

        assertThat(Names.in(pair.leaf())).containsExactlyInAnyOrder("home.example.org", "*.home.example.org");
        assertThat(valuesAtOnce).containsExactly(2, 2);
        assertThat(zone.awaited).containsExactly("_acme-challenge.home.example.org 2");
        assertThat(zone.values).as("removed afterwards").isEmpty();
    }

    @Test
    void a_zone_with_one_value_proves_one_after_the_other() throws Exception {
        zone.oneValue = true;
        authority.eye(this::looksUp);
        run("home.example.org", "*.home.example.org", "ha.example.org");

        assertThat(valuesAtOnce).containsExactly(1, 1, 1);
        assertThat(zone.values).isEmpty();
    }

    @Test
    void a_delegated_record_is_set_where_it_is_delegated_to() throws Exception {
        zone.delegations.put("_acme-challenge.home.example.org", "home.proofs.example.net");
        authority.eye(this::looksUp);
        run("home.example.org");

        assertThat(zone.log).first().asString().startsWith("add home.proofs.example.net ");
    }

    @Test
    void the_value_is_the_digest_of_rfc_8555_section_8_4() {
        assertThat(KeyAuthorization.record("token.thumbprint"))
                .hasSize(43)
                .matches(value -> value.chars().noneMatch(c -> c == '=' || c == '+' || c == '/'))
                .isEqualTo(java.util.Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(KeyAuthorization.digest("token.thumbprint")));
    }

    @Test
    void records_are_removed_when_the_authority_is_not_convinced() {
        authority.eye((_, _) -> Optional.of(FakeAuthority.trouble(Cause.POINTS_ELSEWHERE, "wrong value")));
        fails("home.example.org");

        assertThat(zone.log).hasSize(2);
        assertThat(zone.values).isEmpty();
    }

    @Test
    void records_are_removed_when_the_authority_fails() {
        authority.script(new FakeAuthority.Script() {
            @Override
            public void before(Call call) throws AcmeFailure {
                if (call == Call.BEGIN) {
                    throw FakeAuthority.failure(Cause.RATE_LIMITED, "too many");
                }
            }
        });
        fails("home.example.org");

        assertThat(zone.log).hasSize(2);
        assertThat(zone.values).isEmpty();
    }

    @Test
    void records_are_removed_when_they_do_not_spread_or_a_later_one_cannot_be_set() {
        zone.spreads = false;
        assertThat(fails("home.example.org", "*.home.example.org").trouble().cause())
                .isEqualTo(Cause.DNS_NOT_SPREAD);
        assertThat(zone.values).isEmpty();

        zone.spreads = true;
        zone.refused = "_acme-challenge.ha.example.org";
        assertThat(fails("home.example.org", "ha.example.org").trouble().cause())
                .isEqualTo(Cause.DNS_UPDATE_FAILED);
        assertThat(zone.values).isEmpty();
        assertThat(authority.count(Call.BEGIN)).isZero();
    }

    @Test
    void records_are_removed_by_an_interrupted_thread_that_stays_interrupted() throws Exception {
        zone.mustNotBeInterrupted = true;
        Proof.Answers answers = new RecordProof(zone, zone).answer(List.of(task("home.example.org")));
        Thread.currentThread().interrupt();
        answers.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(zone.values).isEmpty();
    }

    @Test
    void a_record_that_cannot_be_removed_fails_nothing() throws Exception {
        zone.removable = false;
        authority.eye(this::looksUp);

        assertThat(run("home.example.org").leaf()).isNotNull();
    }

    @Test
    void a_provider_that_fails_makes_way_for_the_next_proof_within_the_same_order() throws Exception {
        zone.spreads = false;
        PendingChallenges pending = new PendingChallenges();
        new OrderRun(
                        authority,
                        FakeAuthority.DIRECTORY,
                        List.of(new RecordProof(zone, zone), new RequestProof(pending)),
                        ledger,
                        time,
                        time,
                        new SecureRandom())
                .run(ordering("home.example.org"), Progress.NONE);

        assertThat(authority.count(Call.NEW_ORDER)).isOne();
        assertThat(ledger.calls).containsSubsequence("ordered dns-01", "ordered http-01", "proven by http-01");
    }

    private Optional<AcmeTrouble> looksUp(String name, Offer offer) {
        String at = zone.delegated("_acme-challenge." + name);
        Set<String> values = zone.values.getOrDefault(at, Set.of());
        valuesAtOnce.add(values.size());
        return values.contains(KeyAuthorization.record(offer.keyAuthorization()))
                ? Optional.empty()
                : Optional.of(FakeAuthority.trouble(Cause.POINTS_ELSEWHERE, "no such value"));
    }

    private static Proof.Task task(String name) {
        FakeAuthorization authorization = new FakeAuthorization(java.net.URI.create("https://acme.test/authz/1"), name);
        return new Proof.Task(
                name,
                authorization
                        .view(Set.of(dev.portcullis.acme.ChallengeType.DNS_01), Optional.empty())
                        .offers()
                        .getFirst());
    }

    private KeyAndChain run(String... names) throws Exception {
        return new OrderRun(
                        authority,
                        FakeAuthority.DIRECTORY,
                        List.of(new RecordProof(zone, zone)),
                        ledger,
                        time,
                        time,
                        new SecureRandom())
                .run(ordering(names), Progress.NONE);
    }

    private static Ordering ordering(String... names) {
        return new Ordering(List.of(names), KeyType.P256, "", Optional.empty());
    }

    private AcmeFailure fails(String... names) {
        return catchThrowableOfType(AcmeFailure.class, () -> run(names));
    }

    /// A zone and what the world sees of it.
    private static final class Zone implements DnsRecords, DnsLookups {

        final Map<String, Set<String>> values = new HashMap<>();
        final Map<String, String> delegations = new HashMap<>();
        final List<String> log = new ArrayList<>();
        final List<String> awaited = new ArrayList<>();
        boolean oneValue;
        boolean spreads = true;
        boolean removable = true;
        boolean mustNotBeInterrupted;
        String refused = "";

        @Override
        public void add(String name, String value) throws AcmeFailure {
            log.add("add " + name + " " + value);
            if (name.equals(refused)) {
                throw FakeAuthority.failure(Cause.DNS_UPDATE_FAILED, "refused");
            }
            Set<String> at = values.computeIfAbsent(name, _ -> new TreeSet<>());
            if (oneValue) {
                at.clear();
            }
            at.add(value);
        }

        @Override
        public void remove(String name, String value) throws AcmeFailure {
            log.add("remove " + name + " " + value);
            if (!removable) {
                throw FakeAuthority.failure(Cause.DNS_UPDATE_FAILED, "refused");
            }
            if (mustNotBeInterrupted && Thread.currentThread().isInterrupted()) {
                throw FakeAuthority.failure(Cause.DNS_UPDATE_FAILED, "interrupted");
            }
            values.computeIfPresent(name, (_, at) -> {
                at.remove(value);
                return at.isEmpty() ? null : at;
            });
        }

        @Override
        public boolean holdsOneValue() {
            return oneValue;
        }

        @Override
        public String delegated(String name) {
            return delegations.getOrDefault(name, name);
        }

        @Override
        public void awaitEverywhere(String name, Set<String> wanted) throws AcmeFailure {
            awaited.add(name + " " + wanted.size());
            if (!spreads) {
                throw FakeAuthority.failure(Cause.DNS_NOT_SPREAD, "ns2 lags");
            }
            assertThat(values.get(name)).containsAll(wanted);
        }
    }
}
