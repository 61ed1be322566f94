package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.AuthoritySettings;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.toolbox.AcmeUtils;
import org.shredzone.acme4j.toolbox.JSON;
import org.shredzone.acme4j.toolbox.JSONBuilder;

/// An authority on the network, spoken to through acme4j.
///
/// Holds nothing of an order: all is found again by its address, also after a restart. May be used by several threads.
public final class Acme4jAuthority implements Authority {

    private static final Duration ASK_AGAIN = Duration.ofHours(6);
    private static final Duration ASK_SOONEST = Duration.ofMinutes(1);
    private static final Duration ASK_LATEST = Duration.ofHours(12);

    private final AuthoritySettings settings;
    private final InstantSource clock;
    private final Bounds bounds;
    private final Problems problems;
    private final Views views;
    private final Accounts accounts;
    private @Nullable Session session;

    /// By the system's clock.
    ///
    /// @param accountKey of our account there; RSA or EC
    public Acme4jAuthority(AuthoritySettings settings, KeyPair accountKey) {
        this(settings, accountKey, InstantSource.system());
    }

    /// @param clock tells the moments in answers; certificates of the authority are judged by the system's
    public Acme4jAuthority(AuthoritySettings settings, KeyPair accountKey, InstantSource clock) {
        this(settings, accountKey, clock, Bounds.USUAL);
    }

    Acme4jAuthority(AuthoritySettings settings, KeyPair accountKey, InstantSource clock, Bounds bounds) {
        this.settings = settings;
        this.clock = clock;
        this.bounds = bounds;
        this.problems = new Problems(clock);
        this.views = new Views(problems);
        this.accounts = new Accounts(settings, accountKey);
    }

    @Override
    public Directory directory() throws AcmeFailure {
        return ask("directory", _ -> {
            Session own = session();
            own.purgeDirectoryCache();
            return described(own);
        });
    }

    @Override
    public Optional<URI> account() throws AcmeFailure {
        return ask(
                "account",
                _ -> accounts.find(session())
                        .map(login -> URI.create(login.getAccountLocation().toString())));
    }

    @Override
    public URI register() throws AcmeFailure {
        return ask(
                "new account",
                _ -> URI.create(
                        accounts.register(session()).getAccountLocation().toString()));
    }

    @Override
    public OrderView newOrder(NewOrder order) throws AcmeFailure {
        try {
            return ordered(order);
        } catch (AcmeFailure failure) {
            throw order.replaces().isPresent() && Problems.blamesRequest(failure)
                    ? Problems.blamedOnReplacing(failure)
                    : failure;
        }
    }

    private OrderView ordered(NewOrder order) throws AcmeFailure {
        return ask("new order", connection -> {
            Session own = session();
            Directory offered = described(own);
            JSONBuilder claims = new JSONBuilder();
            claims.array(
                    "identifiers",
                    order.names().stream()
                            .map(Identifiers::of)
                            .map(Identifier::toMap)
                            .toList());
            if (!order.profile().isEmpty()) {
                requireProfile(order.profile(), offered);
                claims.put("profile", order.profile());
            }
            if (offered.renewalInfo()) {
                order.replaces().flatMap(Acme4jAuthority::renewalId).ifPresent(id -> claims.put("replaces", id));
            }
            connection.sendSignedRequest(own.resourceUrl(Resource.NEW_ORDER), claims, accounts.login(own));
            URI url = URI.create(connection.getLocation().toString());
            return views.order(url, connection.readJsonResponse(), connection.askAgain());
        });
    }

    @Override
    public OrderView order(URI order) throws AcmeFailure {
        return ask("order", connection -> views.order(order, fetch(connection, order), connection.askAgain()));
    }

    @Override
    public AuthorizationView authorization(URI authorization) throws AcmeFailure {
        return ask("authorization", connection -> {
            JSON json = fetch(connection, authorization);
            return views.authorization(authorization, json, accounts.login(session()), connection.askAgain());
        });
    }

    @Override
    public void begin(URI challenge) throws AcmeFailure {
        ask(
                "challenge",
                connection ->
                        connection.sendSignedRequest(url(challenge), new JSONBuilder(), accounts.login(session())));
    }

    @Override
    public OrderView finish(URI order, byte[] csr) throws AcmeFailure {
        URL finalize = ask(
                "order", connection -> fetch(connection, order).get("finalize").asURL());
        return ask("finalize", connection -> {
            JSONBuilder claims = new JSONBuilder().putBase64("csr", csr);
            connection.sendSignedRequest(finalize, claims, accounts.login(session()));
            return views.order(order, connection.readJsonResponse(), connection.askAgain());
        });
    }

    @Override
    public List<X509Certificate> chain(URI order) throws AcmeFailure {
        URL certificate = ask(
                "order",
                connection -> fetch(connection, order).get("certificate").asURL());
        Chains.Offered offered = ask("certificate", connection -> chain(connection, certificate));
        if (Chains.isFrom(settings.preferredIssuer(), offered.chain())) {
            return offered.chain();
        }
        for (URL alternate : offered.alternates()) {
            Chains.Offered other = ask("alternate certificate", connection -> chain(connection, alternate));
            if (Chains.isFrom(settings.preferredIssuer(), other.chain())) {
                return other.chain();
            }
        }
        return offered.chain();
    }

    @Override
    public Optional<RenewalInfo> renewalInfo(X509Certificate leaf) throws AcmeFailure {
        return ask("renewal info", connection -> {
            Session own = session();
            Optional<String> base =
                    own.resourceUrlOptional(Resource.RENEWAL_INFO).map(URL::toString);
            Optional<String> id = renewalId(leaf);
            if (base.isEmpty() || id.isEmpty()) {
                return Optional.empty();
            }
            String slash = base.get().endsWith("/") ? "" : "/";
            connection.sendRequest(url(URI.create(base.get() + slash + id.get())), own, null);
            JSON json = connection.readJsonResponse();
            JSON window = json.get("suggestedWindow").asObject();
            Instant start = window.get("start").asInstant();
            Instant end = window.get("end").asInstant();
            if (!end.isAfter(start)) {
                throw new AcmeProtocolException("a renewal window that ends before it begins");
            }
            String explanation =
                    json.get("explanationURL").map(JSON.Value::asString).orElse("");
            return Optional.of(new RenewalInfo(start, end, explanation, askAgain(connection.askAgain())));
        });
    }

    private Instant askAgain(Optional<Instant> wanted) {
        Instant now = clock.instant();
        Instant soonest = now.plus(ASK_SOONEST);
        Instant latest = now.plus(ASK_LATEST);
        Instant moment = wanted.orElse(now.plus(ASK_AGAIN));
        if (moment.isBefore(soonest)) {
            return soonest;
        }
        return moment.isAfter(latest) ? latest : moment;
    }

    private void requireProfile(String profile, Directory offered) throws AcmeFailure {
        if (!offered.profiles().contains(profile)) {
            throw new AcmeFailure(AcmeTrouble.of(
                    Cause.PROFILE_UNKNOWN,
                    where("new order"),
                    "the profile " + profile + " is not offered",
                    offered.profiles().isEmpty()
                            ? "Leave `profile` empty: this authority knows no profiles."
                            : "Set `profile` to one of %s, or leave it empty."
                                    .formatted(String.join(
                                            ", ",
                                            offered.profiles().stream().sorted().toList()))));
        }
    }

    /// Empty for a certificate that says nothing of its issuer's key (RFC 9773 §4.1), as self-signed ones.
    private static Optional<String> renewalId(X509Certificate certificate) {
        try {
            return Optional.of(AcmeUtils.getRenewalUniqueIdentifier(certificate));
        } catch (AcmeProtocolException _) {
            return Optional.empty();
        }
    }

    private static Directory described(Session session) throws AcmeException {
        boolean renewalInfo = session.resourceUrlOptional(Resource.RENEWAL_INFO).isPresent();
        return Views.directory(session.getMetadata(), renewalInfo);
    }

    private JSON fetch(BoundedConnection connection, URI url) throws AcmeException, AcmeFailure {
        connection.sendSignedPostAsGetRequest(url(url), accounts.login(session()));
        return connection.readJsonResponse();
    }

    private Chains.Offered chain(BoundedConnection connection, URL url) throws AcmeException, AcmeFailure {
        connection.sendCertificateRequest(url, accounts.login(session()));
        return new Chains.Offered(
                connection.readCertificates(),
                connection.getLinks("alternate").stream().limit(Chains.MOST).toList());
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (MalformedURLException | IllegalArgumentException broken) {
            throw new AcmeProtocolException("an address that is none: " + uri, broken);
        }
    }

    private <T> T ask(String what, Question<T> question) throws AcmeFailure {
        if (!settings.termsAgreed()) {
            throw new AcmeFailure(AcmeTrouble.of(
                    Cause.TERMS_NOT_AGREED,
                    where(what),
                    "nobody has agreed to the terms of service",
                    "Read them on the authority's web site and set `agree_to_terms: true`."));
        }
        try (BoundedConnection connection = (BoundedConnection) session().connect()) {
            return question.ask(connection);
        } catch (AcmeException | RuntimeException failed) {
            // acme4j throws all kinds of unchecked exceptions for answers that it did not expect.
            throw new AcmeFailure(problems.of(where(what), failed), failed);
        }
    }

    private String where(String what) {
        return what + " at " + settings.name();
    }

    private synchronized Session session() throws AcmeFailure {
        if (session == null) {
            session = new Session(
                    settings.directory(), new BoundedProvider(Roots.trust(settings.caFile()), clock, bounds));
        }
        return session;
    }
}
