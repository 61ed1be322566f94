package dev.portcullis.acme.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.portcullis.acme.AuthoritySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/// A certificate authority inside a test, over real HTTPS, that misbehaves as it is told.
///
/// It verifies signatures and nonces, issues real certificates, and remembers every call.
public final class AcmeDouble implements AutoCloseable {

    private final LabCa ca = LabCa.named("Lab Root");
    private final LabCa otherCa = LabCa.named("Other Root");
    private final InstantSource clock;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final DoubleOrders orders = new DoubleOrders(this);
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final AtomicLong nonceCount = new AtomicLong();
    private final Map<String, PublicJsonWebKey> accounts = new ConcurrentHashMap<>();
    private final Map<Call, Deque<Misbehaviour>> script = new EnumMap<>(Call.class);
    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    private volatile Mood mood = _ -> Optional.empty();
    private volatile Judge judge = (_, _, _) -> Optional.empty();
    private volatile Duration lifetime = Duration.ofDays(90);
    private volatile Set<String> profiles = Set.of();
    private volatile Optional<Reply> renewalInfo = Optional.empty();
    private volatile boolean needsBinding;

    /// One call.
    ///
    /// @param payload the signed part; empty for POST-as-GET and unsigned calls
    public record Heard(Call call, Instant at, Map<String, Object> payload) {}

    /// Decides how each call is answered that [#next] says nothing about.
    @FunctionalInterface
    public interface Mood {
        /// What is done instead of a proper answer; empty for that.
        Optional<Misbehaviour> at(Heard call);
    }

    /// Decides whether a challenge was met.
    @FunctionalInterface
    public interface Judge {
        /// Looks at one challenge.
        ///
        /// @return the problem with it; empty for none
        Optional<Reply> check(String name, String type, String keyAuthorization);
    }

    /// On a free port of the loopback address, valid there now by the system's clock.
    ///
    /// @param clock dates what is issued
    public AcmeDouble(InstantSource clock) {
        this(clock, Instant.now().minusSeconds(3600), Instant.now().plus(Duration.ofDays(2)), "localhost");
    }

    /// With a certificate of its own for other days or another name than would be right.
    public AcmeDouble(InstantSource clock, Instant from, Instant until, String host) {
        this.clock = clock;
        for (Call call : Call.values()) {
            script.put(call, new ConcurrentLinkedDeque<>());
        }
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(ca.server(from, until, List.of(host))));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI directory() {
        return URI.create(url(Call.DIRECTORY));
    }

    /// To talk to this one.
    ///
    /// @param folder where the root is written
    public AuthoritySettings settings(Path folder) {
        return new AuthoritySettings(
                directory(), "", true, Optional.empty(), "", "", Optional.of(ca.writeRoot(folder)));
    }

    /// The next calls of that kind, in this order.
    public AcmeDouble next(Call call, Misbehaviour... misbehaviours) {
        script.get(call).addAll(List.of(misbehaviours));
        return this;
    }

    /// Without one, everything is answered as it should be.
    public AcmeDouble mood(Mood other) {
        mood = other;
        return this;
    }

    /// Without one, everybody proves everything.
    public AcmeDouble judge(Judge other) {
        judge = other;
        return this;
    }

    public AcmeDouble lifetime(Duration other) {
        lifetime = other;
        return this;
    }

    public AcmeDouble profiles(String... names) {
        profiles = Set.of(names);
        return this;
    }

    public AcmeDouble needsBinding() {
        needsBinding = true;
        return this;
    }

    /// From now on it says when to renew (RFC 9773); without this it has no such service.
    public AcmeDouble renewalInfo(Instant start, Instant end, String explanation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("suggestedWindow", Map.of("start", start.toString(), "end", end.toString()));
        if (!explanation.isEmpty()) {
            json.put("explanationURL", explanation);
        }
        renewalInfo = Optional.of(Reply.json(200, json));
        return this;
    }

    /// What was asked so far.
    public List<Heard> heard() {
        return List.copyOf(heard);
    }

    public List<Heard> heard(Call call) {
        return heard.stream().filter(each -> each.call() == call).toList();
    }

    public int count(Call call) {
        return heard(call).size();
    }

    /// Issues the default chain.
    public LabCa ca() {
        return ca;
    }

    /// Issues the alternate chain.
    public LabCa otherCa() {
        return otherCa;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    Judge judge() {
        return judge;
    }

    Duration lifetime() {
        return lifetime;
    }

    String url(Call call) {
        return "https://localhost:" + server.getAddress().getPort() + call.path();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Call call = Call.of(path);
        String rest = path.substring(Math.min(path.length(), call.path().length() + 1));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Heard asked = new Heard(call, clock.instant(), payload(body));
        heard.add(asked);
        exchange.getResponseHeaders().set("Replay-Nonce", newNonce());
        Misbehaviour answer = Optional.ofNullable(script.get(call).poll())
                .or(() -> mood.at(asked))
                .orElse(Misbehaviour.distorts(reply -> reply));
        try {
            answer.answer(exchange, () -> reply(call, rest, body), closed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private static Map<String, Object> payload(String body) {
        try {
            return body.isEmpty() ? Map.of() : Jws.unverified(body);
        } catch (JoseException broken) {
            return Map.of();
        }
    }

    private String newNonce() {
        String nonce = "nonce-" + nonceCount.incrementAndGet();
        nonces.add(nonce);
        return nonce;
    }

    private Reply reply(Call call, String rest, String body) {
        return switch (call) {
            case DIRECTORY -> Reply.json(200, directoryJson());
            case NEW_NONCE -> Reply.bare(200);
            case RENEWAL_INFO -> renewalInfo.orElse(Reply.problem(404, "malformed", "no such service"));
            case NEW_ACCOUNT, NEW_ORDER, ORDER, AUTHORIZATION, CHALLENGE, FINALIZE, CERTIFICATE ->
                signed(call, rest, body);
        };
    }

    private Reply signed(Call call, String rest, String body) {
        Jws jws;
        try {
            jws = Jws.verified(body, accounts::get);
        } catch (JoseException wrong) {
            return "accountDoesNotExist".equals(wrong.getMessage())
                    ? Reply.problem(400, "accountDoesNotExist", "unknown account")
                    : Reply.problem(400, "malformed", String.valueOf(wrong.getMessage()));
        }
        if (!nonces.remove(jws.nonce())) {
            return Reply.problem(400, "badNonce", "unknown nonce " + jws.nonce());
        }
        if (!jws.url().equals(url(call) + (rest.isEmpty() ? "" : "/" + rest))) {
            return Reply.problem(401, "unauthorized", "signed for " + jws.url());
        }
        return switch (call) {
            case NEW_ACCOUNT -> account(jws);
            case NEW_ORDER -> orders.create(jws, clock.instant());
            case ORDER -> orders.order(rest);
            case AUTHORIZATION -> orders.authorization(rest);
            case CHALLENGE -> orders.challenge(rest, jws);
            case FINALIZE -> orders.finish(rest, jws, clock.instant());
            case CERTIFICATE -> orders.certificate(rest);
            case DIRECTORY, NEW_NONCE, RENEWAL_INFO -> throw new AssertionError("not signed: " + call);
        };
    }

    private Reply account(Jws jws) {
        String url = url(Call.NEW_ACCOUNT) + "/" + jws.thumbprint();
        boolean known = accounts.containsKey(url);
        if (!known && Boolean.TRUE.equals(jws.payload().get("onlyReturnExisting"))) {
            return Reply.problem(400, "accountDoesNotExist", "no account with this key");
        }
        if (!known && needsBinding && !jws.payload().containsKey("externalAccountBinding")) {
            return Reply.problem(403, "externalAccountRequired", "an external account is needed");
        }
        try {
            accounts.put(url, jws.jwk());
        } catch (JoseException impossible) {
            throw new AssertionError(impossible);
        }
        return Reply.json(known ? 200 : 201, Map.of("status", "valid")).with("Location", url);
    }

    private Map<String, Object> directoryJson() {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("termsOfService", "https://lab.example/terms");
        meta.put("externalAccountRequired", needsBinding);
        if (!profiles.isEmpty()) {
            Map<String, Object> described = new LinkedHashMap<>();
            profiles.forEach(profile -> described.put(profile, "https://lab.example/" + profile));
            meta.put("profiles", described);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("newNonce", url(Call.NEW_NONCE));
        json.put("newAccount", url(Call.NEW_ACCOUNT));
        json.put("newOrder", url(Call.NEW_ORDER));
        if (renewalInfo.isPresent()) {
            json.put("renewalInfo", url(Call.RENEWAL_INFO));
        }
        json.put("meta", meta);
        return json;
    }
}
