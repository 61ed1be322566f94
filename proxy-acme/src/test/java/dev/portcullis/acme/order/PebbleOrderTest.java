package dev.portcullis.acme.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.KeyType;
import dev.portcullis.acme.Pause;
import dev.portcullis.acme.PendingChallenges;
import dev.portcullis.acme.SelfSigned;
import dev.portcullis.acme.dns.DnsLookups;
import dev.portcullis.acme.dns.DnsRecords;
import dev.portcullis.acme.dns.ZoneLookups;
import dev.portcullis.acme.lab.HandshakeServer;
import dev.portcullis.acme.lab.LabCa;
import dev.portcullis.acme.lab.PebbleServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Orders at a real authority that looks at real answers.
class PebbleOrderTest {

    private static final InstantSource CLOCK = InstantSource.system();
    /// Pebble is quicker than any public authority.
    private static final Pause SHORT = time -> Pause.SLEEPING.take(time.dividedBy(20));

    @TempDir
    Path folder;

    private final KeyPair accountKey = LabCa.newKey();
    private final SecureRandom random = new SecureRandom();
    private final PendingChallenges pending = new PendingChallenges();
    private final FakeLedger ledger = new FakeLedger();

    @Test
    void several_names_by_handshake() throws Exception {
        try (PebbleServer pebble = PebbleServer.start(folder);
                HandshakeServer _ = new HandshakeServer(pebble.tlsPort(), pending)) {
            KeyAndChain pair = run(pebble, List.of(handshake()), "home.example.org", "camera.home.example.org");

            assertThat(namesOf(pair)).containsExactlyInAnyOrder("home.example.org", "camera.home.example.org");
            pair.leaf().verify(pair.chain().get(1).getPublicKey());
            pair.chain().get(1).verify(issuer(pebble, 0).getPublicKey());
            assertThat(pending.awaitsHandshake()).as("withdrawn").isFalse();
        }
    }

    @Test
    void a_request_on_port_80() throws Exception {
        try (PebbleServer pebble = PebbleServer.start(folder)) {
            HttpServer web = web(pebble.httpPort());
            try {
                KeyAndChain pair = run(pebble, List.of(new RequestProof(pending)), "home.example.org");
                assertThat(namesOf(pair)).containsExactly("home.example.org");
                assertThat(ledger.calls).contains("proven by http-01");
            } finally {
                web.stop(0);
            }
        }
    }

    @Test
    void a_wildcard_beside_its_own_name_by_records_that_are_kept_elsewhere() throws Exception {
        try (PebbleServer pebble = PebbleServer.start(folder)) {
            pebble.setCname("_acme-challenge.home.example.org", "home.keeper.example.net");
            Records records = new Records(pebble);
            KeyAndChain pair = run(
                    pebble,
                    List.of(new RecordProof(records, lookups(pebble))),
                    "home.example.org",
                    "*.home.example.org");

            assertThat(namesOf(pair)).containsExactlyInAnyOrder("home.example.org", "*.home.example.org");
            assertThat(records.changes)
                    .as("two values, both removed again")
                    .containsExactly(
                            "add home.keeper.example.net",
                            "add home.keeper.example.net",
                            "remove home.keeper.example.net",
                            "remove home.keeper.example.net");
        }
    }

    @Test
    void an_external_account_and_half_of_all_nonces_rejected() throws Exception {
        try (PebbleServer pebble = PebbleServer.startWithBinding(folder, Map.of("PEBBLE_WFE_NONCEREJECT", "50"));
                HandshakeServer _ = new HandshakeServer(pebble.tlsPort(), pending)) {
            AuthoritySettings settings = with(pebble, Optional.of(PebbleServer.BINDING), "");
            KeyAndChain pair = RejectedNonces.outlasted(() -> run(settings, List.of(handshake()), "home.example.org"));
            assertThat(namesOf(pair)).containsExactly("home.example.org");
        }
    }

    @Test
    void the_chain_of_another_root() throws Exception {
        try (PebbleServer pebble = PebbleServer.start(folder, Map.of("PEBBLE_ALTERNATE_ROOTS", "2"));
                HandshakeServer _ = new HandshakeServer(pebble.tlsPort(), pending)) {
            X509Certificate wanted = issuer(pebble, 2);
            String name = wanted.getSubjectX500Principal().getName().substring("CN=".length());
            KeyAndChain pair = run(with(pebble, Optional.empty(), name), List.of(handshake()), "home.example.org");
            pair.chain().getLast().verify(wanted.getPublicKey());
        }
    }

    @Test
    void whoever_answers_in_our_place_is_found_out() throws Exception {
        PendingChallenges strange = new PendingChallenges();
        strange.answerHandshake("home.example.org", SelfSigned.create(List.of("home.example.org"), CLOCK, random));
        try (PebbleServer pebble = PebbleServer.start(folder);
                HandshakeServer _ = new HandshakeServer(pebble.tlsPort(), strange)) {
            AcmeTrouble trouble = trouble(() -> run(pebble, List.of(handshake()), "home.example.org"));
            assertThat(trouble.cause()).isEqualTo(Cause.POINTS_ELSEWHERE);
            assertThat(ledger.calls)
                    .contains("not proven home.example.org by tls-alpn-01", "closed without a certificate");
        }
    }

    @Test
    void a_closed_port_is_made_up_for_by_the_next_challenge() throws Exception {
        try (PebbleServer pebble = PebbleServer.start(folder)) {
            Records records = new Records(pebble);
            List<Proof> proofs = List.of(handshake(), new RecordProof(records, lookups(pebble)));
            assertThat(namesOf(run(pebble, proofs, "home.example.org"))).containsExactly("home.example.org");
            assertThat(ledger.calls).contains("not proven home.example.org by tls-alpn-01", "proven by dns-01");

            AcmeTrouble trouble = trouble(() -> run(pebble, List.of(handshake()), "other.example.org"));
            assertThat(trouble.cause()).isEqualTo(Cause.PORT_CLOSED);
        }
    }

    @Test
    void an_order_is_taken_up_again_after_a_crash() throws Exception {
        try (PebbleServer pebble = PebbleServer.start(folder);
                HandshakeServer _ = new HandshakeServer(pebble.tlsPort(), pending)) {
            AcmeFailure crash = new AcmeFailure(
                    AcmeTrouble.of(Cause.STATE_UNUSABLE, "test", "the power went off", "Switch it on again."));
            ledger.crash = call -> {
                if (call.startsWith("proven")) {
                    throw crash;
                }
            };
            assertThat(catchThrowableOfType(
                            AcmeFailure.class, () -> run(pebble, List.of(handshake()), "home.example.org")))
                    .isSameAs(crash);
            OpenOrder open = ledger.open.orElseThrow();

            ledger.crash = _ -> {};
            KeyAndChain pair = run(pebble, List.of(handshake()), "home.example.org");
            assertThat(pair.leaf().getPublicKey())
                    .as("the key of before")
                    .isEqualTo(open.key().getPublic());
            assertThat(ledger.count("ordering")).isEqualTo(1);
        }
    }

    private Proof handshake() {
        return new HandshakeProof(pending, CLOCK, random);
    }

    private KeyAndChain run(PebbleServer pebble, List<Proof> proofs, String... names)
            throws AcmeFailure, InterruptedException {
        return run(pebble.settings(), proofs, names);
    }

    private KeyAndChain run(AuthoritySettings settings, List<Proof> proofs, String... names)
            throws AcmeFailure, InterruptedException {
        Authority authority = new Acme4jAuthority(settings, accountKey);
        return new OrderRun(authority, settings.directory(), proofs, ledger, CLOCK, SHORT, random)
                .run(new Ordering(List.of(names), KeyType.P256, "", Optional.empty()), Progress.NONE);
    }

    private static AuthoritySettings with(
            PebbleServer pebble, Optional<AuthoritySettings.Binding> binding, String issuer) {
        return new AuthoritySettings(pebble.directory(), "", true, binding, "", issuer, Optional.of(pebble.caFile()));
    }

    private HttpServer web(int port) throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        web.createContext("/.well-known/acme-challenge/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] answer = pending.keyAuthorization(path.substring(path.lastIndexOf('/') + 1))
                    .orElse("")
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        web.start();
        return web;
    }

    /// Pebble's DNS server has no zones: where a record is kept is asked of it, whether it has spread is not.
    private static DnsLookups lookups(PebbleServer pebble) {
        ZoneLookups asked = new ZoneLookups(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), pebble.dnsPort())),
                Duration.ofSeconds(10),
                CLOCK,
                SHORT);
        return new DnsLookups() {
            @Override
            public String delegated(String name) throws AcmeFailure {
                return asked.delegated(name);
            }

            @Override
            public void awaitEverywhere(String name, Set<String> values) {}
        };
    }

    private static X509Certificate issuer(PebbleServer pebble, int number) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(pebble.issuingRoot(number).getBytes(StandardCharsets.US_ASCII)));
    }

    private static List<String> namesOf(KeyAndChain pair) throws Exception {
        return pair.leaf().getSubjectAlternativeNames().stream()
                .map(each -> each.get(1).toString())
                .toList();
    }

    private static AcmeTrouble trouble(ThrowingCallable call) {
        return catchThrowableOfType(AcmeFailure.class, call).trouble();
    }

    /// What Pebble's DNS server holds.
    private record Records(PebbleServer pebble, List<String> changes) implements DnsRecords {

        private Records(PebbleServer pebble) {
            this(pebble, new ArrayList<>());
        }

        @Override
        public void add(String name, String value) {
            changes.add("add " + name);
            pebble.addTxt(name, value);
        }

        @Override
        public void remove(String name, String value) {
            changes.add("remove " + name);
            pebble.clearTxt(name);
        }
    }
}
