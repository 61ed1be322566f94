package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.order.Authority;
import dev.portcullis.acme.order.AuthorizationView;
import dev.portcullis.acme.order.Directory;
import dev.portcullis.acme.order.OrderView;
import dev.portcullis.acme.order.RenewalInfo;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An authority behind bad [Weather], with somebody who counts at its door.
final class StormyAuthority implements Authority {

    private final Authority authority;
    private final Weather weather;
    private final LimitCounter counter;
    private final WorldClock clock;
    private final Map<URI, List<String>> names = new HashMap<>();

    StormyAuthority(Authority authority, Weather weather, LimitCounter counter, WorldClock clock) {
        this.authority = authority;
        this.weather = weather;
        this.counter = counter;
        this.clock = clock;
    }

    @Override
    public Directory directory() throws AcmeFailure {
        return weather.call(authority::directory);
    }

    @Override
    public Optional<URI> account() throws AcmeFailure {
        return weather.call(authority::account);
    }

    @Override
    public URI register() throws AcmeFailure {
        return weather.call(() -> {
            counter.registered(clock.instant());
            return authority.register();
        });
    }

    @Override
    public OrderView newOrder(NewOrder order) throws AcmeFailure {
        return weather.call(() -> {
            counter.ordered(clock.instant());
            OrderView view = authority.newOrder(order);
            names.put(view.url(), order.names());
            return view;
        });
    }

    @Override
    public OrderView order(URI order) throws AcmeFailure {
        return weather.call(() -> authority.order(order));
    }

    @Override
    public AuthorizationView authorization(URI authorization) throws AcmeFailure {
        return weather.call(() -> authority.authorization(authorization));
    }

    @Override
    public void begin(URI challenge) throws AcmeFailure {
        weather.call(() -> {
            authority.begin(challenge);
            return true;
        });
    }

    @Override
    public OrderView finish(URI order, byte[] csr) throws AcmeFailure {
        return weather.call(() -> {
            OrderView view = authority.finish(order, csr);
            counter.issued(names.getOrDefault(order, List.of()), clock.instant());
            return view;
        });
    }

    @Override
    public List<X509Certificate> chain(URI order) throws AcmeFailure {
        return weather.call(() -> authority.chain(order));
    }

    @Override
    public Optional<RenewalInfo> renewalInfo(X509Certificate leaf) throws AcmeFailure {
        return weather.call(() -> authority.renewalInfo(leaf));
    }
}
