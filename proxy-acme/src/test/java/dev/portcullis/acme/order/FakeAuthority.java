package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.Names;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// An authority in memory: statuses move as RFC 8555 §7.1.6 draws them, certificates are real, time is the test's.
///
/// Every call is written down; a [Script] lets calls fail before they have an effect or lose their answers after it.
public final class FakeAuthority implements Authority {

    public static final URI DIRECTORY = URI.create("https://acme.test/directory");

    private static final Duration ORDERS_EXPIRE_AFTER = Duration.ofDays(7);

    private final InstantSource time;
    private final TestIssuer issuer = new TestIssuer();
    private final List<Made> calls = Collections.synchronizedList(new ArrayList<>());
    private final Map<URI, FakeOrder> orders = new HashMap<>();
    private final Map<URI, FakeAuthorization> authorizations = new HashMap<>();
    private final Map<String, Instant> revoked = new HashMap<>();

    private boolean registered;
    private int next;
    private Script script = new Script() {};
    private Eye eye = (name, offer) -> Optional.empty();
    private Set<ChallengeType> offered = Set.of(ChallengeType.values());
    private Duration lifetime = Duration.ofDays(90);
    private Duration proofsLast = Duration.ZERO;
    private Optional<Duration> askAgain = Optional.empty();
    private int turns = 1;
    private Optional<String> misnamed = Optional.empty();
    private Directory directory = new Directory("https://acme.test/terms", false, true, Set.of("classic"));
    private UnaryOperator<List<X509Certificate>> tampering = UnaryOperator.identity();

    public FakeAuthority(InstantSource time) {
        this.time = time;
    }

    /// What can be called.
    public enum Call {
        DIRECTORY,
        ACCOUNT,
        REGISTER,
        NEW_ORDER,
        ORDER,
        AUTHORIZATION,
        BEGIN,
        FINISH,
        CHAIN,
        RENEWAL_INFO
    }

    /// A call that was made, whatever came of it.
    ///
    /// @param names of the order or the authorization; empty for the others
    public record Made(Call call, Instant at, List<String> names, boolean replaces) {}

    /// Which calls fail.
    public interface Script {
        /// Nothing has happened yet.
        default void before(Call call) throws AcmeFailure {}

        /// It has happened, and the answer is lost.
        default void after(Call call) throws AcmeFailure {}
    }

    /// What the authority finds when it looks at a name; empty if it is convinced.
    @FunctionalInterface
    public interface Eye {
        Optional<AcmeTrouble> look(String name, Offer offer);
    }

    public synchronized FakeAuthority script(Script what) {
        script = what;
        return this;
    }

    public synchronized FakeAuthority eye(Eye what) {
        eye = what;
        return this;
    }

    public synchronized FakeAuthority offering(ChallengeType... types) {
        offered = Set.of(types);
        return this;
    }

    public synchronized FakeAuthority lifetime(Duration life) {
        lifetime = life;
        return this;
    }

    /// For how long a name once proven needs no proof; not at all at first.
    public synchronized FakeAuthority proofsLast(Duration how) {
        proofsLast = how;
        return this;
    }

    /// Sends `Retry-After` with everything that is not decided yet.
    public synchronized FakeAuthority askAgainAfter(Duration wait) {
        askAgain = Optional.of(wait);
        return this;
    }

    /// How often an authorization, and an order being processed, is shown undecided.
    public synchronized FakeAuthority undecidedFor(int asked) {
        turns = asked;
        return this;
    }

    /// Says of each authorization that it is for this name.
    public synchronized FakeAuthority misnaming(String name) {
        misnamed = Optional.of(name);
        return this;
    }

    public synchronized FakeAuthority directory(Directory what) {
        directory = what;
        return this;
    }

    /// Changes each chain before it is handed out.
    public synchronized FakeAuthority tampering(UnaryOperator<List<X509Certificate>> change) {
        tampering = change;
        return this;
    }

    /// Lets renewal info say that this certificate is to be replaced at once.
    public synchronized void revoke(X509Certificate leaf) {
        revoked.put(leaf.getSerialNumber().toString(), time.instant());
    }

    public TestIssuer issuer() {
        return issuer;
    }

    public List<Made> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    public long count(Call call) {
        return calls().stream().filter(made -> made.call() == call).count();
    }

    /// Lets an order become invalid, as an authority may do at any time.
    public synchronized void spoil(URI order) {
        require(orders.get(order)).spoiled = true;
    }

    /// Forgets an order.
    public synchronized void forget(URI order) {
        orders.remove(order);
    }

    @Override
    public synchronized Directory directory() throws AcmeFailure {
        enter(Call.DIRECTORY, List.of(), false);
        script.after(Call.DIRECTORY);
        return directory;
    }

    @Override
    public synchronized Optional<URI> account() throws AcmeFailure {
        enter(Call.ACCOUNT, List.of(), false);
        script.after(Call.ACCOUNT);
        return registered ? Optional.of(url("account/1")) : Optional.empty();
    }

    @Override
    public synchronized URI register() throws AcmeFailure {
        enter(Call.REGISTER, List.of(), false);
        registered = true;
        script.after(Call.REGISTER);
        return url("account/1");
    }

    @Override
    public synchronized OrderView newOrder(NewOrder wanted) throws AcmeFailure {
        enter(Call.NEW_ORDER, wanted.names(), wanted.replaces().isPresent());
        if (!registered) {
            throw failure(Cause.ACCOUNT_REFUSED, "no such account");
        }
        List<URI> urls = new ArrayList<>();
        for (String name : wanted.names()) {
            FakeAuthorization authorization = reusable(name).orElseGet(() -> fresh(name));
            urls.add(authorization.url);
        }
        FakeOrder order = new FakeOrder(
                url("order/" + ++next),
                wanted.names(),
                List.copyOf(urls),
                time.instant().plus(ORDERS_EXPIRE_AFTER));
        orders.put(order.url, order);
        script.after(Call.NEW_ORDER);
        return view(order);
    }

    private Optional<FakeAuthorization> reusable(String name) {
        return authorizations.values().stream()
                .filter(known -> known.wanted.equals(name) && known.validUntil.isAfter(time.instant()))
                .findFirst();
    }

    private FakeAuthorization fresh(String name) {
        FakeAuthorization authorization = new FakeAuthorization(url("authz/" + ++next), name);
        authorizations.put(authorization.url, authorization);
        return authorization;
    }

    @Override
    public synchronized OrderView order(URI url) throws AcmeFailure {
        FakeOrder order = orders.get(url);
        enter(Call.ORDER, order == null ? List.of() : order.names, false);
        if (order == null) {
            throw failure(Cause.ACCOUNT_REFUSED, "no such order");
        }
        if (order.finished && order.turnsLeft > 0) {
            order.turnsLeft--;
        }
        script.after(Call.ORDER);
        return view(order);
    }

    @Override
    public synchronized AuthorizationView authorization(URI url) throws AcmeFailure {
        FakeAuthorization authorization = require(authorizations.get(url));
        enter(Call.AUTHORIZATION, List.of(authorization.wanted), false);
        if (authorization.begun.isPresent() && authorization.turnsLeft-- <= 0) {
            authorization.decide(eye, time.instant().plus(proofsLast));
        }
        script.after(Call.AUTHORIZATION);
        AuthorizationView view = authorization.view(offered, askAgain.map(time.instant()::plus));
        return new AuthorizationView(
                view.url(),
                misnamed.orElse(view.name()),
                view.wildcard(),
                view.status(),
                view.offers(),
                view.askAgain());
    }

    @Override
    public synchronized void begin(URI challenge) throws AcmeFailure {
        FakeAuthorization authorization = authorizations.values().stream()
                .filter(known -> known.typeOf(challenge).isPresent())
                .findFirst()
                .orElseThrow();
        enter(Call.BEGIN, List.of(authorization.wanted), false);
        if (authorization.begun.isPresent()) {
            throw failure(Cause.AUTHORITY_BROKEN, "the challenge is not pending");
        }
        authorization.begun = authorization.typeOf(challenge);
        authorization.turnsLeft = turns;
        script.after(Call.BEGIN);
    }

    @Override
    public synchronized OrderView finish(URI url, byte[] csr) throws AcmeFailure {
        FakeOrder order = require(orders.get(url));
        enter(Call.FINISH, order.names, false);
        if (status(order) != OrderView.Status.READY) {
            throw failure(Cause.AUTHORITY_BROKEN, "the order is not ready");
        }
        order.chain = issuer.issue(csr, order.names, time.instant(), lifetime);
        order.finished = true;
        order.turnsLeft = turns;
        script.after(Call.FINISH);
        return view(order);
    }

    @Override
    public synchronized List<X509Certificate> chain(URI url) throws AcmeFailure {
        FakeOrder order = require(orders.get(url));
        enter(Call.CHAIN, order.names, false);
        if (status(order) != OrderView.Status.VALID) {
            throw failure(Cause.AUTHORITY_BROKEN, "there is no certificate yet");
        }
        script.after(Call.CHAIN);
        return tampering.apply(order.chain);
    }

    /// Two thirds of its life after its beginning, for a fiftieth of it.
    @Override
    public synchronized Optional<RenewalInfo> renewalInfo(X509Certificate leaf) throws AcmeFailure {
        enter(Call.RENEWAL_INFO, List.copyOf(new TreeSet<>(Names.in(leaf))), false);
        script.after(Call.RENEWAL_INFO);
        if (!directory.renewalInfo()) {
            return Optional.empty();
        }
        Instant now = time.instant();
        Instant when = revoked.get(leaf.getSerialNumber().toString());
        if (when != null) {
            return Optional.of(new RenewalInfo(
                    when.minusSeconds(2), when.minusSeconds(1), "https://acme.test/why", now.plusSeconds(21_600)));
        }
        Instant from = leaf.getNotBefore().toInstant();
        Duration life = Duration.between(from, leaf.getNotAfter().toInstant());
        Instant start = from.plus(life.multipliedBy(2).dividedBy(3));
        return Optional.of(new RenewalInfo(start, start.plus(life.dividedBy(50)), "", now.plusSeconds(21_600)));
    }

    private void enter(Call call, List<String> names, boolean replaces) throws AcmeFailure {
        calls.add(new Made(call, time.instant(), names, replaces));
        script.before(call);
    }

    private OrderView view(FakeOrder order) {
        OrderView.Status status = status(order);
        boolean undecided = status == OrderView.Status.PROCESSING;
        return new OrderView(
                order.url,
                status,
                Optional.of(order.expires),
                order.authorizations,
                status == OrderView.Status.INVALID
                        ? Optional.of(trouble(Cause.NAME_REFUSED, "the order is invalid"))
                        : Optional.empty(),
                undecided ? askAgain.map(time.instant()::plus) : Optional.empty());
    }

    private OrderView.Status status(FakeOrder order) {
        if (order.finished) {
            return order.turnsLeft > 0 ? OrderView.Status.PROCESSING : OrderView.Status.VALID;
        }
        List<AuthorizationView.Status> parts = order.authorizations.stream()
                .map(url -> require(authorizations.get(url)).status)
                .toList();
        if (order.spoiled
                || !order.expires.isAfter(time.instant())
                || parts.contains(AuthorizationView.Status.INVALID)) {
            return OrderView.Status.INVALID;
        }
        return parts.contains(AuthorizationView.Status.PENDING) ? OrderView.Status.PENDING : OrderView.Status.READY;
    }

    private static URI url(String path) {
        return URI.create("https://acme.test/" + path);
    }

    private static <T> T require(@org.jspecify.annotations.Nullable T thing) {
        if (thing == null) {
            throw new AssertionError("a URL that this authority has never shown");
        }
        return thing;
    }

    /// A failure for scripts.
    public static AcmeFailure failure(Cause cause, String found) {
        return new AcmeFailure(trouble(cause, found));
    }

    /// A trouble for scripts and eyes.
    public static AcmeTrouble trouble(Cause cause, String found) {
        return AcmeTrouble.of(cause, "https://acme.test", found, "Nothing to do: this is a test.");
    }

    private static final class FakeOrder {
        private final URI url;
        private final List<String> names;
        private final List<URI> authorizations;
        private final Instant expires;
        private boolean spoiled;
        private boolean finished;
        private int turnsLeft;
        private List<X509Certificate> chain = List.of();

        FakeOrder(URI url, List<String> names, List<URI> authorizations, Instant expires) {
            this.url = url;
            this.names = names;
            this.authorizations = authorizations;
            this.expires = expires;
        }
    }
}
