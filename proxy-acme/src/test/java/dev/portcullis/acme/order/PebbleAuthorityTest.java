package dev.portcullis.acme.order;

import static dev.portcullis.acme.order.RejectedNonces.outlasted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.lab.LabCa;
import dev.portcullis.acme.lab.PebbleServer;
import dev.portcullis.acme.order.Authority.NewOrder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PebbleAuthorityTest {

    @TempDir
    Path folder;

    private final KeyPair accountKey = LabCa.newKey();

    @Test
    void a_wildcard_by_dns_with_half_of_all_nonces_rejected() throws Exception {
        try (PebbleServer pebble = PebbleServer.start(folder, Map.of("PEBBLE_WFE_NONCEREJECT", "50"))) {
            Authority authority = new Acme4jAuthority(pebble.settings(), accountKey);
            assertThat(authority.directory().needsBinding()).isFalse();
            assertThat(outlasted(authority::account)).isEmpty();
            URI account = outlasted(authority::register);
            assertThat(outlasted(authority::account)).contains(account);

            List<String> names = List.of("home.example.org", "*.home.example.org");
            OrderView order = outlasted(() -> authority.newOrder(new NewOrder(names, "", Optional.empty())));
            for (URI url : order.authorizations()) {
                Offer offer = dnsOffer(outlasted(() -> authority.authorization(url)));
                pebble.addTxt("_acme-challenge.home.example.org", digest(offer.keyAuthorization()));
                outlasted(() -> {
                    authority.begin(offer.url());
                    return offer;
                });
            }
            for (URI url : order.authorizations()) {
                assertThat(outlasted(() -> ended(authority, url)).status()).isEqualTo(AuthorizationView.Status.VALID);
            }
            KeyPair key = LabCa.newKey();
            byte[] csr = Csr.of(key, "home.example.org", "*.home.example.org");
            OrderView view = outlasted(() -> authority.finish(order.url(), csr));
            while (view.status() == OrderView.Status.PROCESSING) {
                view = outlasted(() -> authority.order(order.url()));
            }
            assertThat(view.status()).isEqualTo(OrderView.Status.VALID);
            List<X509Certificate> chain = outlasted(() -> authority.chain(order.url()));
            assertThat(chain.getFirst().getPublicKey()).isEqualTo(key.getPublic());
            chain.getFirst().verify(chain.get(1).getPublicKey());
        }
    }

    @Test
    void a_wrong_answer_and_a_closed_port_have_their_reasons() throws Exception {
        try (PebbleServer pebble = PebbleServer.start(folder)) {
            Authority authority = new Acme4jAuthority(pebble.settings(), accountKey);
            authority.register();
            pebble.addTxt("_acme-challenge.home.example.org", "wrong");

            assertThat(failed(authority, ChallengeType.DNS_01)).isEqualTo(Cause.DNS_NOT_SPREAD);
            assertThat(failed(authority, ChallengeType.TLS_ALPN_01)).isEqualTo(Cause.PORT_CLOSED);
            assertThat(failed(authority, ChallengeType.HTTP_01)).isEqualTo(Cause.PORT_CLOSED);
        }
    }

    @Test
    void external_accounts_are_bound() throws Exception {
        try (PebbleServer pebble = PebbleServer.startWithBinding(folder, Map.of())) {
            AuthoritySettings without = pebble.settings();
            assertThat(new Acme4jAuthority(without, accountKey).directory().needsBinding())
                    .isTrue();
            assertThat(catchThrowableOfType(
                                    AcmeFailure.class, () -> new Acme4jAuthority(without, accountKey).register())
                            .trouble()
                            .cause())
                    .isEqualTo(Cause.ACCOUNT_BINDING);

            AuthoritySettings with = new AuthoritySettings(
                    without.directory(),
                    "me@example.org",
                    true,
                    Optional.of(PebbleServer.BINDING),
                    "",
                    "",
                    without.caFile());
            Authority bound = new Acme4jAuthority(with, accountKey);
            assertThat(bound.register()).isEqualTo(bound.account().orElseThrow());
        }
    }

    private static Cause failed(Authority authority, ChallengeType type) throws AcmeFailure {
        OrderView order = authority.newOrder(new NewOrder(List.of("home.example.org"), "", Optional.empty()));
        URI url = order.authorizations().getFirst();
        Offer offer = authority.authorization(url).offers().stream()
                .filter(each -> each.type() == type)
                .findFirst()
                .orElseThrow();
        authority.begin(offer.url());
        AuthorizationView view = ended(authority, url);
        assertThat(view.status()).isEqualTo(AuthorizationView.Status.INVALID);
        return view.error().orElseThrow().cause();
    }

    /// Pebble answers within milliseconds: asking is waiting.
    private static AuthorizationView ended(Authority authority, URI url) throws AcmeFailure {
        AuthorizationView view = authority.authorization(url);
        while (view.status() == AuthorizationView.Status.PENDING) {
            view = authority.authorization(url);
        }
        return view;
    }

    private static Offer dnsOffer(AuthorizationView view) {
        return view.offers().stream()
                .filter(each -> each.type() == ChallengeType.DNS_01)
                .findFirst()
                .orElseThrow();
    }

    private static String digest(String keyAuthorization) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(keyAuthorization.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }
}
