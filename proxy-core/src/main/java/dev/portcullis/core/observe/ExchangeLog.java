package dev.portcullis.core.observe;

import dev.portcullis.core.Protection;
import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.accept.TrustedProxies;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.ExchangeObserver;
import dev.portcullis.core.http.LocalAnswer;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.rules.OwnerCredentials;
import dev.portcullis.rules.signal.ExchangeReader;
import dev.portcullis.rules.signal.Observation;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Tells what exchanges and refused connections show, each once. Used on any event loop.
///
/// *Reads* requests, answers, and of those that matter to somebody's login the first bytes of their bodies or
/// messages. *Passes on* all of it untouched, whatever goes wrong in reading it.
public final class ExchangeLog {

    private final Protection protection;
    private final TrustedProxies trusted;
    private final Restarts restarts;
    private final InstantSource time;
    private final ReadTrouble trouble = new ReadTrouble();

    /// Knows which upstreams were away lately.
    public interface Restarts {

        /// Whether it could not be reached within the last two minutes, or cannot be now.
        ///
        /// @param site index in the config
        boolean restarting(int site, Instant now);
    }

    public ExchangeLog(Protection protection, TrustedProxies trusted, Restarts restarts, InstantSource time) {
        this.protection = protection;
        this.trusted = trusted;
        this.restarts = restarts;
        this.time = time;
    }

    /// Begins to look at an exchange whose path is known.
    public void begin(Exchange exchange) {
        ObservedExchange observed = new ObservedExchange(this, exchange);
        ExchangeReader reader = reader(observed, exchange);
        if (reader == null) {
            exchange.observer(ExchangeObserver.NOBODY);
        } else {
            observed.reader(reader);
            exchange.observer(new SteadyObserver(observed, trouble));
        }
    }

    private @Nullable ExchangeReader reader(ObservedExchange observed, Exchange exchange) {
        try {
            return protection.signals().exchange(observed, exchange.connection().notes());
        } catch (Throwable e) {
            trouble.tell(e);
            return null;
        }
    }

    /// We refused a request, wherever it stood.
    ///
    /// @param status what it would be answered with; paths that hold an owner's login get no such answer
    public void refused(Exchange exchange, Refusal refusal, int status, String detail) {
        if (refusal == Refusal.FORWARDED_FOR) {
            // Whom it is from is just what is not known.
            exchange.observer(ExchangeObserver.NOBODY);
        }
        if (!exchange.observed()) {
            begin(exchange);
        }
        boolean closed = LocalAnswer.endsLogins(status)
                && OwnerCredentials.atStake(exchange.request().target());
        exchange.observer().refused(refusal, closed ? 0 : status, detail);
    }

    /// We refused a connection, or a request of which nothing could be read.
    public void refused(ClientConnection connection, Refusal refusal) {
        if (trusted.contains(connection)) {
            return;
        }
        ClientIdentity client = connection.identity();
        try {
            tell(protection.signals().connection(time.instant(), client.address(), client.zone(), refusal.code()));
        } catch (Throwable e) {
            trouble.tell(e);
        }
    }

    Instant now() {
        return time.instant();
    }

    boolean restarting(int site, Instant now) {
        return site >= 0 && restarts.restarting(site, now);
    }

    void tell(@Nullable Observation observation) {
        if (observation != null) {
            protection.observe(observation);
        }
    }
}
