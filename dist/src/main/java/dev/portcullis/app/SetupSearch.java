package dev.portcullis.app;

import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import dev.portcullis.house.HouseAnswer;
import dev.portcullis.house.HouseProbe;
import dev.portcullis.setup.Sighting;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/// Looks for Home Assistant on behalf of `init`.
final class SetupSearch implements Sighting.Search {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final HouseProbe probe;

    SetupSearch(InstantSource time) {
        probe = new HouseProbe(PATIENCE, time);
    }

    @Override
    public Sighting look(String upstream) {
        URI uri = URI.create(upstream);
        boolean https = uri.getScheme().equals("https");
        int port = uri.getPort() < 0 ? (https ? 443 : 80) : uri.getPort();
        String host = uri.getHost().replace("[", "").replace("]", "");
        UpstreamTls tls = https ? new UpstreamTls.Unverified() : new UpstreamTls.Plain();
        return sighting(probe.ask(new Upstream(host, port, tls), uri.getHost()));
    }

    private static Sighting sighting(HouseAnswer answer) {
        return switch (answer) {
            case HouseAnswer.House house ->
                new Sighting.House(
                        house.version().orElse(""), house.forwarding() == HouseAnswer.Forwarding.TRUSTED, house.from());
            case HouseAnswer.Unresolved _ -> new Sighting.Nobody("the name has no address");
            case HouseAnswer.Unreachable it -> new Sighting.Nobody(it.reason());
            case HouseAnswer.NoAnswer it -> new Sighting.Nobody(it.reason());
            case HouseAnswer.SpeaksTls _ -> new Sighting.Stranger("it speaks TLS; write https:// in front");
            case HouseAnswer.SpeaksPlain _ -> new Sighting.Stranger("it speaks plain HTTP; write http:// in front");
            case HouseAnswer.Untrusted it -> new Sighting.Stranger(it.reason());
            case HouseAnswer.Unavailable it ->
                new Sighting.Stranger("it answers %d, as while it starts".formatted(it.status()));
            case HouseAnswer.Banned _ ->
                new Sighting.Stranger(
                        "it answers 403: Home Assistant has banned this machine (ip_bans.yaml in its folder)");
            case HouseAnswer.Redirects it -> new Sighting.Stranger("it sends us to " + it.location());
            case HouseAnswer.Stranger it ->
                new Sighting.Stranger("it answers %d, %s".formatted(it.status(), it.title()));
        };
    }
}
