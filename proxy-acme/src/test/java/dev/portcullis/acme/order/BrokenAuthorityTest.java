package dev.portcullis.acme.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.lab.AcmeDouble;
import dev.portcullis.acme.lab.Call;
import dev.portcullis.acme.lab.LabCa;
import dev.portcullis.acme.lab.Misbehaviour;
import dev.portcullis.acme.lab.Reply;
import dev.portcullis.acme.order.Authority.NewOrder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenAuthorityTest {

    private final Instant now = Instant.now();
    private static final Bounds HASTY =
            new Bounds(Duration.ofSeconds(5), Duration.ofMillis(700), Duration.ofSeconds(20), 1 << 20);

    @TempDir
    Path folder;

    private final KeyPair accountKey = LabCa.newKey();
    private AcmeDouble remote = new AcmeDouble(InstantSource.system());
    private Authority authority;

    @BeforeEach
    void register() throws Exception {
        authority = new Acme4jAuthority(remote.settings(folder), accountKey, InstantSource.fixed(now));
        authority.register();
    }

    @AfterEach
    void take_it_down() {
        remote.close();
    }

    @Test
    void a_limit_is_told_with_its_end() {
        Reply limited = Reply.problem(429, "rateLimited", "too many certificates (5) already issued");

        AcmeTrouble header = orderTrouble(Misbehaviour.refuses(limited.with("Retry-After", "3600")));
        assertThat(header.cause()).isEqualTo(Cause.RATE_LIMITED);
        assertThat(header.found()).startsWith("too many certificates");
        assertThat(header.notBefore()).contains(now.plusSeconds(3600));
        assertThat(orderTrouble(Misbehaviour.refuses(limited)).notBefore()).isEmpty();
        assertThat(orderTrouble(Misbehaviour.refuses(limited.with("Retry-After", "999999999")))
                        .notBefore())
                .as("nobody means decades")
                .contains(now.plus(Duration.ofDays(8)));
        assertThat(orderTrouble(Misbehaviour.refuses(Reply.bare(429))).cause()).isEqualTo(Cause.RATE_LIMITED);
    }

    @Test
    void errors_without_and_with_a_document_are_the_authoritys() {
        AcmeTrouble down = orderTrouble(Misbehaviour.refuses(Reply.bare(503).with("Retry-After", "120")));
        assertThat(down.cause()).isEqualTo(Cause.AUTHORITY_BROKEN);
        assertThat(down.found()).contains("503");
        assertThat(down.notBefore()).contains(now.plusSeconds(120));

        AcmeTrouble internal = orderTrouble(Misbehaviour.refuses(
                Reply.problem(503, "serverInternal", "maintenance").with("Retry-After", "60")));
        assertThat(internal.found()).isEqualTo("maintenance");
        assertThat(internal.notBefore()).contains(now.plusSeconds(60));
        assertThat(orderTrouble(Misbehaviour.refuses(Reply.bare(404))).remedy()).contains("`directory`");
    }

    @Test
    void a_connection_that_breaks_is_no_answer() throws Exception {
        AcmeTrouble trouble = orderTrouble(Misbehaviour.hangsUp());
        assertThat(trouble.cause()).isEqualTo(Cause.UNREACHABLE);
        assertThat(trouble.where()).startsWith("new order at https://localhost:");
        assertThat(remote.count(Call.NEW_ORDER)).as("never sent twice").isEqualTo(1);

        authority.newOrder(order());
        assertThat(remote.count(Call.NEW_ORDER))
                .as("the used nonce is not used again")
                .isEqualTo(2);
    }

    @Test
    void silence_and_answers_that_stall_end_in_time() {
        authority = hasty();
        for (Misbehaviour slow : List.of(Misbehaviour.isSilent(), Misbehaviour.stalls())) {
            AcmeTrouble trouble = trouble(Call.DIRECTORY, slow, authority::directory);
            assertThat(trouble.cause()).isEqualTo(Cause.UNREACHABLE);
            assertThat(trouble.found()).startsWith("silence");
        }
    }

    @Test
    void an_endless_answer_is_cut_off() {
        AcmeTrouble trouble = trouble(Call.DIRECTORY, Misbehaviour.isEndless(), authority::directory);
        assertThat(trouble.cause()).isEqualTo(Cause.AUTHORITY_BROKEN);
        assertThat(trouble.found()).contains("more than 1024 KiB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"text\"",
                "{}",
                "{\"status\":7}",
                "{\"status\":\"pending\",\"authorizations\":{}}",
                "{\"status\":\"pending\",\"authorizations\":[{}]}",
                "{\"status\":\"pending\",\"authorizations\":[\"\\u0000 nonsense\"]}",
                "{\"status\":\"asleep\"}",
                "{\"status\":\"pending\",\"expires\":\"tomorrow\"}",
                "{\"status\":\"invalid\",\"error\":\"text\"}",
                "<html>"
            })
    void nonsense_in_place_of_an_order_is_a_trouble(String body) {
        AcmeTrouble trouble = orderTrouble(Misbehaviour.distorts(reply -> reply.withBody(body)));
        assertThat(trouble.cause()).isEqualTo(Cause.AUTHORITY_BROKEN);
    }

    @Test
    void a_deeply_nested_answer_is_a_trouble() {
        String deep = "{\"a\":" + "[".repeat(400_000);
        assertThat(orderTrouble(Misbehaviour.distorts(reply -> reply.withBody(deep)))
                        .found())
                .contains("brackets");
    }

    @Test
    void an_answer_without_a_location_or_of_another_type_is_a_trouble() {
        assertThat(orderTrouble(Misbehaviour.distorts(reply -> reply.without("Location")))
                        .cause())
                .isEqualTo(Cause.AUTHORITY_BROKEN);
        assertThat(orderTrouble(Misbehaviour.distorts(reply -> reply.withType("text/html")))
                        .cause())
                .isEqualTo(Cause.AUTHORITY_BROKEN);
        assertThat(orderTrouble(Misbehaviour.distorts(reply -> reply.with("Content-Encoding", "gzip")))
                        .found())
                .contains("gzip");
    }

    @Test
    void an_address_without_tls_is_never_followed() {
        Reply elsewhere = Reply.bare(200)
                .withType("application/json")
                .withBody("{\"newNonce\":\"http://localhost:1/n\",\"newAccount\":\"http://localhost:1/a\"}");
        remote.next(Call.DIRECTORY, Misbehaviour.distorts(_ -> elsewhere));
        Authority fresh = new Acme4jAuthority(remote.settings(folder), accountKey);
        assertThat(failure(fresh::account).found())
                .contains("http://localhost:1/")
                .contains("not https");

        AuthoritySettings plain = new AuthoritySettings(
                URI.create("http://localhost:1/directory"), "", true, Optional.empty(), "", "", Optional.empty());
        assertThat(failure(() -> new Acme4jAuthority(plain, accountKey).directory())
                        .found())
                .contains("not https");
    }

    @Test
    void an_invalid_order_says_why() throws Exception {
        OrderView order = authority.newOrder(order());
        remote.next(
                Call.ORDER,
                Misbehaviour.distorts(reply -> reply.withBody("{\"status\":\"invalid\",\"error\":{\"type\":"
                        + "\"urn:ietf:params:acme:error:caa\",\"detail\":\"CAA record forbids\"}}")));
        OrderView view = authority.order(order.url());
        assertThat(view.status()).isEqualTo(OrderView.Status.INVALID);
        assertThat(view.error().map(AcmeTrouble::cause)).contains(Cause.CAA_FORBIDS);
    }

    @Test
    void whoever_asks_us_to_wait_is_obeyed() throws Exception {
        OrderView order = authority.newOrder(order());
        assertThat(order.askAgain()).isEmpty();
        remote.next(Call.ORDER, Misbehaviour.distorts(reply -> reply.with("Retry-After", "30")));
        assertThat(authority.order(order.url()).askAgain()).contains(now.plusSeconds(30));
    }

    @Test
    void nobody_there_is_unreachable() {
        remote.close();
        assertThat(failure(() -> authority.directory()).cause()).isEqualTo(Cause.UNREACHABLE);
        AuthoritySettings nowhere = new AuthoritySettings(
                URI.create("https://no-such-host.invalid/directory"),
                "",
                true,
                Optional.empty(),
                "",
                "",
                Optional.empty());
        assertThat(failure(() -> new Acme4jAuthority(nowhere, accountKey).directory())
                        .cause())
                .isEqualTo(Cause.UNREACHABLE);
    }

    @Test
    void an_authority_that_nobody_vouches_for_is_not_trusted() {
        AuthoritySettings ours = remote.settings(folder);
        AuthoritySettings without =
                new AuthoritySettings(ours.directory(), "", true, Optional.empty(), "", "", Optional.empty());
        AcmeTrouble trouble = failure(() -> new Acme4jAuthority(without, accountKey).directory());
        assertThat(trouble.cause()).isEqualTo(Cause.UNTRUSTED);
        assertThat(trouble.remedy()).contains("`ca_file`");
    }

    @Test
    void a_certificate_for_another_host_is_not_trusted() {
        replaceRemote(new AcmeDouble(
                InstantSource.system(), now.minusSeconds(60), now.plusSeconds(86400), "elsewhere.example"));
        assertThat(failure(() -> authority.directory()).cause()).isEqualTo(Cause.UNTRUSTED);
    }

    @Test
    void a_certificate_of_other_days_makes_the_clock_suspicious() {
        replaceRemote(new AcmeDouble(
                InstantSource.system(), now.minus(Duration.ofDays(20)), now.minus(Duration.ofDays(10)), "localhost"));
        AcmeTrouble expired = failure(() -> authority.directory());
        assertThat(expired.cause()).isEqualTo(Cause.CLOCK_WRONG);
        assertThat(expired.found()).contains("NotAfter").contains(now.toString().substring(0, 13));

        replaceRemote(new AcmeDouble(
                InstantSource.system(), now.plus(Duration.ofDays(10)), now.plus(Duration.ofDays(20)), "localhost"));
        AcmeTrouble early = failure(() -> authority.directory());
        assertThat(early.cause()).isEqualTo(Cause.CLOCK_WRONG);
        assertThat(early.found()).contains("NotBefore");
    }

    @Test
    void refusals_by_an_authority_of_another_time_hint_at_the_clock() {
        Authority late = new Acme4jAuthority(
                remote.settings(folder), accountKey, InstantSource.fixed(now.plus(Duration.ofDays(3))));
        remote.next(Call.NEW_ORDER, Misbehaviour.refuses(Reply.problem(400, "malformed", "no")));
        assertThat(failure(() -> late.newOrder(order())).remedy()).contains("clock");
        assertThat(orderTrouble(Misbehaviour.refuses(Reply.problem(400, "malformed", "no")))
                        .remedy())
                .doesNotContain("clock");
    }

    @Test
    void a_ca_file_that_holds_no_certificate_is_named() throws Exception {
        Path file = Files.writeString(folder.resolve("mine.pem"), "hello");
        for (Path path : List.of(file, folder.resolve("missing.pem"), folder)) {
            AuthoritySettings settings =
                    new AuthoritySettings(remote.directory(), "", true, Optional.empty(), "", "", Optional.of(path));
            AcmeTrouble trouble = failure(() -> new Acme4jAuthority(settings, accountKey).directory());
            assertThat(trouble.cause()).isEqualTo(Cause.UNTRUSTED);
            assertThat(trouble.where()).contains(path.toString());
        }
    }

    @Test
    void an_interrupt_ends_the_wait_at_once() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        remote.next(Call.DIRECTORY, (exchange, proper, closed) -> {
            asked.countDown();
            Misbehaviour.isSilent().answer(exchange, proper, closed);
        });
        boolean[] flag = new boolean[1];
        AcmeTrouble[] trouble = new AcmeTrouble[1];
        Thread waiting = Thread.ofVirtual().start(() -> {
            trouble[0] = failure(authority::directory);
            flag[0] = Thread.currentThread().isInterrupted();
        });
        asked.await();
        waiting.interrupt();
        waiting.join();
        assertThat(trouble[0].cause()).isEqualTo(Cause.UNREACHABLE);
        assertThat(flag[0]).as("the flag is kept").isTrue();
    }

    private Authority hasty() {
        return new Acme4jAuthority(remote.settings(folder), accountKey, InstantSource.fixed(now), HASTY);
    }

    private void replaceRemote(AcmeDouble other) {
        remote.close();
        remote = other;
        authority = new Acme4jAuthority(remote.settings(folder), accountKey, InstantSource.fixed(now));
    }

    private AcmeTrouble orderTrouble(Misbehaviour misbehaviour) {
        return trouble(Call.NEW_ORDER, misbehaviour, () -> authority.newOrder(order()));
    }

    private AcmeTrouble trouble(Call call, Misbehaviour misbehaviour, ThrowingCallable asking) {
        remote.next(call, misbehaviour);
        return failure(asking);
    }

    private static AcmeTrouble failure(ThrowingCallable asking) {
        return catchThrowableOfType(AcmeFailure.class, asking).trouble();
    }

    private static NewOrder order() {
        return new NewOrder(List.of("home.example.org"), "", Optional.empty());
    }
}
