package dev.portcullis.app;

import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import dev.portcullis.house.HouseAnswer;
import dev.portcullis.house.HouseProbe;
import dev.portcullis.rules.net.Address;
import dev.portcullis.setup.Sighting;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
        return sighting(probe.ask(new Upstream(host, port, tls), uri.getHost()), host, port);
    }

    private static Sighting sighting(HouseAnswer answer, String host, int port) {
        return switch (answer) {
            case HouseAnswer.House house ->
                new Sighting.House(
                        house.version().orElse(""),
                        house.forwarding() == HouseAnswer.Forwarding.TRUSTED,
                        ownAddress(host, port));
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

    /// Which of our addresses is used towards there. No packet is sent.
    private static String ownAddress(String host, int port) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port));
            return Address.of(socket.getLocalAddress()).toString();
        } catch (IOException | RuntimeException _) {
            return "";
        }
    }
}
