package dev.portcullis.acme.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.Secret;
import dev.portcullis.acme.lab.AcmeDouble;
import dev.portcullis.acme.lab.Call;
import dev.portcullis.acme.lab.LabCa;
import dev.portcullis.acme.lab.Misbehaviour;
import dev.portcullis.acme.lab.Reply;
import dev.portcullis.acme.order.Authority.NewOrder;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Acme4jAuthorityTest {

    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

    @TempDir
    Path folder;

    private final AcmeDouble remote = new AcmeDouble(InstantSource.fixed(NOW));
    private final KeyPair accountKey = LabCa.newKey();
    private AuthoritySettings settings;

    @BeforeEach
    void trust_the_double() {
        settings = remote.settings(folder);
    }

    @AfterEach
    void take_it_down() {
        remote.close();
    }

    @Test
    void from_nothing_to_a_certificate() throws Exception {
        KeyPair key = LabCa.newKey();
        Authority authority = authority();
        assertThat(authority.account()).isEmpty();
        URI account = authority.register();
        assertThat(authority.account()).contains(account);

        OrderView order = authority.newOrder(plain("home.example.org", "*.home.example.org"));
        assertThat(order.status()).isEqualTo(OrderView.Status.PENDING);
        assertThat(order.expires()).contains(NOW.plus(Duration.ofDays(7)));
        for (URI url : order.authorizations()) {
            AuthorizationView pending = authority.authorization(url);
            assertThat(pending.name()).isEqualTo("home.example.org");
            assertThat(pending.status()).isEqualTo(AuthorizationView.Status.PENDING);
            authority.begin(pending.offers().getFirst().url());
            assertThat(authority.authorization(url).status()).isEqualTo(AuthorizationView.Status.VALID);
        }
        assertThat(authority.order(order.url()).status()).isEqualTo(OrderView.Status.READY);
        OrderView done = authority.finish(order.url(), Csr.of(key, "home.example.org", "*.home.example.org"));
        assertThat(done.status()).isEqualTo(OrderView.Status.VALID);

        List<X509Certificate> chain = authority.chain(order.url());
        assertThat(chain.getFirst().getPublicKey()).isEqualTo(key.getPublic());
        assertThat(chain.get(1)).isEqualTo(remote.ca().root());
        assertThat(remote.count(Call.DIRECTORY)).as("read once").isEqualTo(1);
        assertThat(remote.count(Call.NEW_NONCE)).as("asked for once").isEqualTo(1);
        assertThat(remote.count(Call.NEW_ORDER)).isEqualTo(1);
        assertThat(remote.count(Call.CHALLENGE)).isEqualTo(2);
    }

    @Test
    void challenges_of_unknown_types_are_left_out_and_keys_are_authorized() throws Exception {
        Authority authority = registered();
        OrderView order = authority.newOrder(plain("*.home.example.org"));
        AuthorizationView view = authority.authorization(order.authorizations().getFirst());

        assertThat(view.wildcard()).isTrue();
        assertThat(view.offers())
                .extracting(Offer::type)
                .containsExactly(ChallengeType.TLS_ALPN_01, ChallengeType.HTTP_01, ChallengeType.DNS_01);
        assertThat(view.offers()).allSatisfy(offer -> {
            assertThat(offer.begun()).isFalse();
            assertThat(offer.keyAuthorization()).matches(offer.token() + "\\.[A-Za-z0-9_-]{43}");
        });
    }

    @Test
    void another_instance_goes_on_with_an_order_by_its_address() throws Exception {
        OrderView order = registered().newOrder(plain("home.example.org"));

        Authority after = authority();
        AuthorizationView view = after.authorization(order.authorizations().getFirst());
        after.begin(view.offers().getFirst().url());

        assertThat(after.order(order.url()).status()).isEqualTo(OrderView.Status.READY);
        assertThat(remote.count(Call.NEW_ORDER)).isEqualTo(1);
    }

    @Test
    void a_failed_challenge_says_why() throws Exception {
        remote.judge((name, _, _) -> Optional.of(Reply.problem(400, "connection", "203.0.113.7: Connection refused")));
        Authority authority = registered();
        OrderView order = authority.newOrder(plain("home.example.org"));
        URI url = order.authorizations().getFirst();
        authority.begin(authority.authorization(url).offers().getFirst().url());

        AuthorizationView view = authority.authorization(url);
        assertThat(view.status()).isEqualTo(AuthorizationView.Status.INVALID);
        AcmeTrouble trouble = view.error().orElseThrow();
        assertThat(trouble.cause()).isEqualTo(Cause.PORT_CLOSED);
        assertThat(trouble.where()).isEqualTo("tls-alpn-01 for home.example.org");
        assertThat(trouble.found()).isEqualTo("203.0.113.7: Connection refused");
        assertThat(trouble.remedy()).contains("443");
    }

    @Test
    void addresses_are_ordered_as_addresses() throws Exception {
        registered().newOrder(plain("203.0.113.7", "2001:DB8:0:0:0:0:0:1", "home.example.org"));

        assertThat(remote.heard(Call.NEW_ORDER).getFirst().payload().get("identifiers"))
                .isEqualTo(List.of(
                        Map.of("type", "ip", "value", "203.0.113.7"),
                        Map.of("type", "ip", "value", "2001:db8::1"),
                        Map.of("type", "dns", "value", "home.example.org")));
    }

    @Test
    void a_profile_is_asked_for_only_where_it_is_offered() throws Exception {
        Authority authority = registered();
        NewOrder order = new NewOrder(List.of("home.example.org"), "shortlived", Optional.empty());

        assertThat(trouble(() -> authority.newOrder(order)).remedy()).contains("knows no profiles");
        remote.profiles("classic", "tlsserver");
        authority.directory();
        AcmeTrouble trouble = trouble(() -> authority.newOrder(order));
        assertThat(trouble.cause()).isEqualTo(Cause.PROFILE_UNKNOWN);
        assertThat(trouble.remedy()).contains("classic, tlsserver");
        assertThat(remote.count(Call.NEW_ORDER)).isZero();

        remote.profiles("shortlived");
        assertThat(authority.directory().profiles()).containsExactly("shortlived");
        authority.newOrder(order);
        assertThat(remote.heard(Call.NEW_ORDER).getFirst().payload()).containsEntry("profile", "shortlived");
    }

    @Test
    void the_replaced_certificate_is_named_only_where_the_authority_has_renewal_information() throws Exception {
        X509Certificate old =
                remote.ca().issue(accountKey.getPublic(), List.of("home.example.org"), NOW, NOW.plusSeconds(1));
        NewOrder order = new NewOrder(List.of("home.example.org"), "", Optional.of(old));
        Authority authority = registered();
        authority.newOrder(order);
        assertThat(remote.heard(Call.NEW_ORDER).getLast().payload()).doesNotContainKey("replaces");

        remote.renewalInfo(NOW, NOW.plusSeconds(60), "");
        assertThat(authority.directory().renewalInfo()).isTrue();
        authority.newOrder(order);
        assertThat(remote.heard(Call.NEW_ORDER)
                        .getLast()
                        .payload()
                        .get("replaces")
                        .toString())
                .matches("[A-Za-z0-9_-]{27}\\.[A-Za-z0-9_-]+");

        assertThat(trouble(() -> authority.newOrder(order)).cause()).isEqualTo(Cause.ALREADY_REPLACED);
        remote.next(Call.NEW_ORDER, Misbehaviour.refuses(Reply.problem(404, "malformed", "no such certificate")));
        assertThat(trouble(() -> authority.newOrder(order)).cause()).isEqualTo(Cause.ALREADY_REPLACED);
        remote.next(Call.NEW_ORDER, Misbehaviour.refuses(Reply.problem(500, "serverInternal", "oops")));
        assertThat(trouble(() -> authority.newOrder(order)).cause()).isEqualTo(Cause.AUTHORITY_BROKEN);
        authority.newOrder(
                new NewOrder(order.names(), "", Optional.of(remote.ca().root())));
        assertThat(remote.heard(Call.NEW_ORDER).getLast().payload())
                .as("a certificate without the identifier that is needed")
                .doesNotContainKey("replaces");
    }

    @Test
    void the_chain_of_the_preferred_issuer_is_taken() throws Exception {
        assertThat(chainPreferring("").get(1)).isEqualTo(remote.ca().root());
        assertThat(chainPreferring("Lab Root").get(1)).isEqualTo(remote.ca().root());
        assertThat(chainPreferring("Other Root").get(1))
                .isEqualTo(remote.otherCa().root());
        assertThat(chainPreferring("No Such Root").get(1)).isEqualTo(remote.ca().root());
    }

    @Test
    void renewal_information_says_when_and_when_to_ask_again() throws Exception {
        Authority authority = authority();
        X509Certificate leaf = remote.ca().issue(accountKey.getPublic(), List.of("a.example"), NOW, NOW.plusSeconds(1));
        assertThat(authority.renewalInfo(leaf)).isEmpty();

        Instant start = NOW.plus(Duration.ofDays(20));
        Instant end = start.plus(Duration.ofDays(2));
        remote.renewalInfo(start, end, "https://lab.example/why");
        authority.directory();
        assertThat(authority.renewalInfo(leaf))
                .contains(new RenewalInfo(start, end, "https://lab.example/why", NOW.plus(Duration.ofHours(6))));

        assertThat(askAgain(authority, leaf, "7200")).isEqualTo(NOW.plus(Duration.ofHours(2)));
        assertThat(askAgain(authority, leaf, "0")).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
        assertThat(askAgain(authority, leaf, "99999999")).isEqualTo(NOW.plus(Duration.ofHours(12)));
        assertThat(askAgain(authority, leaf, "soon")).isEqualTo(NOW.plus(Duration.ofHours(6)));

        remote.renewalInfo(end, start, "");
        assertThat(trouble(() -> authority.renewalInfo(leaf)).cause()).isEqualTo(Cause.AUTHORITY_BROKEN);
        assertThat(remote.heard(Call.NEW_ACCOUNT)).as("needs no account").isEmpty();
    }

    @Test
    void the_contact_is_left_out_unless_there_is_one() throws Exception {
        registered();
        assertThat(remote.heard(Call.NEW_ACCOUNT).getLast().payload())
                .doesNotContainKey("contact")
                .containsEntry("termsOfServiceAgreed", true);

        settings = with("me@example.org", true, Optional.empty(), "");
        authority().register();
        assertThat(remote.heard(Call.NEW_ACCOUNT).getLast().payload())
                .containsEntry("contact", List.of("mailto:me@example.org"));

        settings = with("not an address", true, Optional.empty(), "");
        assertThat(trouble(() -> authority().register()).cause()).isEqualTo(Cause.ACCOUNT_REFUSED);
    }

    @Test
    void an_external_account_is_bound() throws Exception {
        remote.needsBinding();
        assertThat(authority().directory().needsBinding()).isTrue();
        AcmeTrouble missing = trouble(() -> authority().register());
        assertThat(missing.cause()).isEqualTo(Cause.ACCOUNT_BINDING);
        assertThat(missing.remedy()).contains("`eab`");

        settings = with("", true, Optional.of(binding("not base64url!")), "");
        AcmeTrouble malformed = trouble(() -> authority().register());
        assertThat(malformed.cause()).isEqualTo(Cause.ACCOUNT_BINDING);
        assertThat(malformed.toString()).doesNotContain("not base64url!");

        settings = with("", true, Optional.of(binding("c2hvcnQ")), "");
        assertThat(trouble(() -> authority().register()).cause()).isEqualTo(Cause.ACCOUNT_BINDING);

        settings = with("", true, Optional.of(binding("A".repeat(64))), "");
        remote.next(Call.NEW_ACCOUNT, Misbehaviour.refuses(Reply.problem(401, "unauthorized", "unknown kid")));
        assertThat(trouble(() -> authority().register()).cause()).isEqualTo(Cause.ACCOUNT_BINDING);
        authority().register();
        assertThat(remote.heard(Call.NEW_ACCOUNT).getLast().payload()).containsKey("externalAccountBinding");
    }

    @Test
    void nothing_is_sent_before_the_terms_were_agreed_to() {
        settings = with("", false, Optional.empty(), "");
        assertThat(trouble(() -> authority().directory()).cause()).isEqualTo(Cause.TERMS_NOT_AGREED);
        assertThat(remote.heard()).isEmpty();
    }

    @Test
    void rejected_nonces_are_tried_again_and_nothing_else_is() throws Exception {
        Authority authority = registered();
        Misbehaviour rejects = Misbehaviour.refuses(Reply.problem(400, "badNonce", "try again"));
        remote.next(Call.NEW_ORDER, rejects, rejects, rejects);
        authority.newOrder(plain("home.example.org"));
        assertThat(remote.count(Call.NEW_ORDER)).isEqualTo(4);

        remote.next(Call.NEW_ORDER, Misbehaviour.refuses(Reply.problem(500, "serverInternal", "oops")));
        assertThat(trouble(() -> authority.newOrder(plain("home.example.org"))).cause())
                .isEqualTo(Cause.AUTHORITY_BROKEN);
        assertThat(remote.count(Call.NEW_ORDER)).isEqualTo(5);

        Misbehaviour[] always = new Misbehaviour[40];
        Arrays.fill(always, rejects);
        remote.next(Call.NEW_ORDER, always);
        assertThat(trouble(() -> authority.newOrder(plain("home.example.org"))).cause())
                .isEqualTo(Cause.AUTHORITY_BROKEN);
        assertThat(remote.count(Call.NEW_ORDER)).as("not for ever").isEqualTo(15);
    }

    private Instant askAgain(Authority authority, X509Certificate leaf, String header) throws AcmeFailure {
        remote.next(Call.RENEWAL_INFO, Misbehaviour.distorts(reply -> reply.with("Retry-After", header)));
        return authority.renewalInfo(leaf).orElseThrow().askAgain();
    }

    private List<X509Certificate> chainPreferring(String issuer) throws AcmeFailure {
        settings = with("", true, Optional.empty(), issuer);
        Authority authority = registered();
        OrderView order = authority.newOrder(plain("home.example.org"));
        AuthorizationView view = authority.authorization(order.authorizations().getFirst());
        authority.begin(view.offers().getFirst().url());
        authority.finish(order.url(), Csr.of("home.example.org"));
        return authority.chain(order.url());
    }

    private AuthoritySettings with(
            String email, boolean agreed, Optional<AuthoritySettings.Binding> binding, String issuer) {
        return new AuthoritySettings(settings.directory(), email, agreed, binding, "", issuer, settings.caFile());
    }

    private static AuthoritySettings.Binding binding(String hmac) {
        return new AuthoritySettings.Binding("kid-1", new Secret(hmac));
    }

    private Authority authority() {
        return new Acme4jAuthority(settings, accountKey, InstantSource.fixed(NOW));
    }

    private Authority registered() throws AcmeFailure {
        Authority authority = authority();
        authority.register();
        return authority;
    }

    private static NewOrder plain(String... names) {
        return new NewOrder(List.of(names), "", Optional.empty());
    }

    private static AcmeTrouble trouble(ThrowingCallable call) {
        return catchThrowableOfType(AcmeFailure.class, call).trouble();
    }
}
