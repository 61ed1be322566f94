package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.Pause;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Asks again where an authority was not there or stumbled: up to five times within a quarter of a minute.
///
/// Only what changes nothing at the authority is repeated. [#register], [#newOrder], [#begin] and [#finish] are
/// passed on once: authorities limit them, and whoever repeats them must look first what the lost call has done.
public final class PatientAuthority implements Authority {

    private static final int TRIES = 5;

    private final Authority authority;
    private final Patience patience;

    public PatientAuthority(Authority authority, InstantSource time, Pause pause, RandomGenerator random) {
        this.authority = authority;
        this.patience = new Patience(time, pause, random);
    }

    @Override
    public Directory directory() throws AcmeFailure {
        return repeated(authority::directory);
    }

    @Override
    public Optional<URI> account() throws AcmeFailure {
        return repeated(authority::account);
    }

    @Override
    public URI register() throws AcmeFailure {
        return authority.register();
    }

    @Override
    public OrderView newOrder(NewOrder order) throws AcmeFailure {
        return authority.newOrder(order);
    }

    @Override
    public OrderView order(URI order) throws AcmeFailure {
        return repeated(() -> authority.order(order));
    }

    @Override
    public AuthorizationView authorization(URI authorization) throws AcmeFailure {
        return repeated(() -> authority.authorization(authorization));
    }

    @Override
    public void begin(URI challenge) throws AcmeFailure {
        authority.begin(challenge);
    }

    @Override
    public OrderView finish(URI order, byte[] csr) throws AcmeFailure {
        return authority.finish(order, csr);
    }

    @Override
    public List<X509Certificate> chain(URI order) throws AcmeFailure {
        return repeated(() -> authority.chain(order));
    }

    @Override
    public Optional<RenewalInfo> renewalInfo(X509Certificate leaf) throws AcmeFailure {
        return repeated(() -> authority.renewalInfo(leaf));
    }

    /// @throws AcmeFailure the last one; the thread's interruption ends the waiting and stays visible
    private <T> T repeated(Call<T> call) throws AcmeFailure {
        for (int failures = 1; ; failures++) {
            try {
                return call.make();
            } catch (AcmeFailure failure) {
                if (failures == TRIES || !waited(failures, failure)) {
                    throw failure;
                }
            }
        }
    }

    private boolean waited(int failures, AcmeFailure failure) {
        try {
            return !Thread.currentThread().isInterrupted() && patience.waited(failures, failure.trouble());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T make() throws AcmeFailure;
    }
}
