package dev.portcullis.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.Secret;
import dev.portcullis.acme.dns.TestZoneServer.Manner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class UpdateRecordsTest {

    private static final String NAME = "_acme-challenge.home.example.org";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final DnsSettings.TransactionKey KEY =
            key("portcullis", "hmac-sha256", "c2VjcmV0IG9mIHRoZSBob3VzZQ==");

    private final TestZone zone =
            new TestZone().zone("example.org", "127.0.0.1").put("home.example.org", Type.A, "192.0.2.1");
    private TestZoneServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestZoneServer.start(zone);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void a_value_is_added_with_a_short_life_and_the_others_stay() throws Exception {
        zone.put(NAME, Type.TXT, "from-before");

        records().add(NAME, "value-1");

        assertThat(zone.texts(NAME)).containsExactlyInAnyOrder("from-before", "value-1");
        assertThat(zone.updates().getFirst().getSection(Section.UPDATE))
                .singleElement()
                .satisfies(record -> assertThat(record.getTTL()).isEqualTo(60));
    }

    @Test
    void exactly_one_value_is_removed() throws Exception {
        zone.put(NAME, Type.TXT, "value-1").put(NAME, Type.TXT, "value-2").put(NAME, Type.A, "192.0.2.9");

        records().remove(NAME, "value-1");

        assertThat(zone.texts(NAME)).containsExactly("value-2");
        assertThat(zone.contents()).anyMatch(line -> line.contains("192.0.2.9"));
    }

    @Test
    void removing_what_is_not_there_changes_nothing() throws Exception {
        List<String> before = zone.contents();

        records().remove(NAME, "never-added");

        assertThat(zone.contents()).isEqualTo(before);
    }

    @Test
    void whatever_is_added_and_removed_leaves_the_zone_as_it_was() throws Exception {
        zone.key(KEY, Duration.ZERO).put(NAME, Type.TXT, "from-before");
        List<String> before = zone.contents();
        Random random = new Random(8945);
        for (int round = 0; round < 20; round++) {
            List<String> values = random.ints(1 + random.nextInt(4), 0, 1_000_000)
                    .mapToObj(i -> "value_-" + i)
                    .distinct()
                    .toList();
            String name = random.nextBoolean() ? NAME : "_acme-challenge.n%d.example.org".formatted(random.nextInt(5));

            for (String value : values) {
                records(KEY).add(name, value);
            }
            assertThat(zone.texts(name)).containsAll(values);
            for (String value : values.reversed()) {
                records(KEY).remove(name, value);
            }

            assertThat(zone.contents()).isEqualTo(before);
        }
    }

    @Test
    void the_nearest_zone_that_the_server_keeps_is_updated() throws Exception {
        zone.zone("home.example.org", "127.0.0.1");

        records().add("_acme-challenge.deep.below.home.example.org", "value");

        assertThat(zone.updates().getFirst().getQuestion().getName()).hasToString("home.example.org.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hmac-sha1", "hmac-sha224", "HMAC-SHA256", "hmac-sha384.", "hmac-sha512"})
    void every_usable_algorithm_signs(String algorithm) throws Exception {
        DnsSettings.TransactionKey key =
                key("portcullis.", algorithm, KEY.secret().value());
        zone.key(key, Duration.ZERO);

        records(key).add(NAME, "value");

        assertThat(zone.texts(NAME)).containsExactly("value");
        assertThat(server.asked())
                .allSatisfy(asked -> assertThat(asked.getTSIG()).isNotNull());
    }

    @Test
    void a_wrong_secret_is_told_from_an_unknown_key() {
        zone.key(KEY, Duration.ZERO);

        assertThat(troubleOf(records(key("portcullis", "hmac-sha256", "d3Jvbmc="))))
                .returns(Cause.DNS_TOKEN_REFUSED, AcmeTrouble::cause)
                .extracting(AcmeTrouble::found)
                .asString()
                .contains("BADSIG", "secret");
        assertThat(troubleOf(records(key("somebody", "hmac-sha256", KEY.secret().value()))))
                .returns(Cause.DNS_TOKEN_REFUSED, AcmeTrouble::cause)
                .extracting(AcmeTrouble::found)
                .asString()
                .contains("BADKEY", "name");
        assertThat(zone.updates()).isEmpty();
    }

    @Test
    void clocks_that_differ_are_named_as_the_cause_with_both_times() {
        zone.key(KEY, Duration.ofHours(1));

        assertThat(troubleOf(records(KEY)))
                .returns(Cause.CLOCK_WRONG, AcmeTrouble::cause)
                .extracting(AcmeTrouble::found)
                .asString()
                .containsPattern("BADTIME.*ours: 20.*the server's: 20.*(3599|3600|3601) s apart");
    }

    @Test
    void an_update_without_a_key_where_one_is_needed_says_so() {
        zone.key(KEY, Duration.ZERO);

        assertThat(troubleOf(records()))
                .returns(Cause.DNS_TOKEN_REFUSED, AcmeTrouble::cause)
                .returns("REFUSED: the server does not allow this without a TSIG key", AcmeTrouble::found);
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"UNSIGNED", "SHORT_SIGNATURE"})
    void success_is_not_believed_without_a_whole_signature(Manner manner) {
        zone.key(KEY, Duration.ZERO);
        server.become(manner);

        assertThat(troubleOf(records(KEY)))
                .returns(Cause.DNS_TOKEN_REFUSED, AcmeTrouble::cause)
                .returns("the server's answer is not signed with our TSIG key", AcmeTrouble::found);
    }

    @Test
    void a_server_that_keeps_another_zone_is_not_the_right_one() {
        AcmeFailure failure = catchThrowableOfType(
                AcmeFailure.class, () -> records().add("_acme-challenge.home.example.net", "value"));

        assertThat(failure.trouble())
                .returns(Cause.DNS_UPDATE_FAILED, AcmeTrouble::cause)
                .returns("the server keeps no zone that this name is in", AcmeTrouble::found);
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"CUT_OFF", "FORGED_FIRST", "WITHOUT_QUESTION"})
    void odd_servers_are_understood(Manner manner) throws Exception {
        server.become(manner);

        records().add(NAME, "value");

        assertThat(zone.texts(NAME)).containsExactly("value");
    }

    @Test
    void an_update_goes_over_tcp_when_udp_is_lost() throws Exception {
        server.become(Manner.TCP_ONLY);

        records(Duration.ofMillis(500)).add("_acme-challenge.example.org", "value");

        assertThat(zone.texts("_acme-challenge.example.org")).containsExactly("value");
        assertThat(server.askedByTcp()).anyMatch(asked -> asked.getHeader().getOpcode() == Opcode.UPDATE);
    }

    @Test
    void a_silent_server_is_asked_three_times_and_then_named() {
        server.become(Manner.SILENT);

        AcmeTrouble trouble = troubleOf(records(SHORT));

        assertThat(trouble.cause()).isEqualTo(Cause.DNS_UPDATE_FAILED);
        assertThat(trouble.toString())
                .contains(
                        "127.0.0.1",
                        "no usable answer in 3 tries",
                        "port " + server.address().getPort());
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void an_answer_with_another_id_is_no_answer() {
        server.become(Manner.WRONG_ID);

        assertThat(troubleOf(records(SHORT)).found()).contains("no usable answer");
        assertThat(zone.updates()).isEmpty();
    }

    @Test
    void a_server_that_is_gone_is_named_at_once() throws Exception {
        server.close();

        assertThat(troubleOf(records()).found()).contains("nobody listens there");
    }

    @Test
    void a_server_name_without_address_is_trouble() {
        UpdateRecords records =
                new UpdateRecords(InetSocketAddress.createUnresolved("no such host", 53), Optional.empty());

        assertThat(troubleOf(records).found()).contains("has no address");
    }

    @Test
    void an_interrupt_ends_the_work() throws Exception {
        server.become(Manner.SILENT);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread worker = Thread.startVirtualThread(() -> {
            AcmeTrouble trouble = troubleOf(records());
            interrupted.complete(
                    Thread.currentThread().isInterrupted() && trouble.found().equals("given up half way"));
        });
        while (server.asked().isEmpty()) {
            Thread.onSpinWait();
        }

        worker.interrupt();

        assertThat(interrupted.get(8, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void keys_are_checked_without_a_server_and_never_quoted() {
        assertThat(UpdateRecords.check(KEY)).isEmpty();
        assertThat(UpdateRecords.check(key("portcullis", "hmac-md5", "c2VjcmV0")))
                .hasValueSatisfying(
                        trouble -> assertThat(trouble.found()).contains("hmac-md5", "expected: hmac-sha256"));
        assertThat(UpdateRecords.check(key("portcullis", "hmac-sha256", "not/base64!")))
                .hasValueSatisfying(trouble ->
                        assertThat(trouble.toString()).contains("not base64").doesNotContain("not/base64"));
        assertThat(UpdateRecords.check(key("a..b", "hmac-sha256", "c2VjcmV0")))
                .hasValueSatisfying(trouble -> assertThat(trouble.found()).contains("not a DNS name"));
    }

    private UpdateRecords records() {
        return new UpdateRecords(server.address(), Optional.empty(), LONG);
    }

    private UpdateRecords records(Duration within) {
        return new UpdateRecords(server.address(), Optional.empty(), within);
    }

    private UpdateRecords records(DnsSettings.TransactionKey key) {
        return records(key, LONG);
    }

    private UpdateRecords records(DnsSettings.TransactionKey key, Duration within) {
        return new UpdateRecords(server.address(), Optional.of(key), within);
    }

    private static AcmeTrouble troubleOf(UpdateRecords records) {
        return catchThrowableOfType(AcmeFailure.class, () -> records.add(NAME, "value"))
                .trouble();
    }

    private static DnsSettings.TransactionKey key(String name, String algorithm, String secret) {
        return new DnsSettings.TransactionKey(name, algorithm, new Secret(secret));
    }
}
