package dev.portcullis.house;

import dev.portcullis.admin.AdminJson;
import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import dev.portcullis.house.HouseAnswer.Forwarding;
import dev.portcullis.house.HouseAnswer.House;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Asks whoever is at an address whether it is Home Assistant, which one, and whether it trusts us as its proxy.
///
/// It looks at what is open to everybody and never counted as a failed login (`components/http/ban.py`):
/// `/manifest.json`, `/auth/providers`, and the greeting of the websocket. Blocks, for a bounded time.
public final class HouseProbe {

    /// A client that nobody has (RFC 5737).
    private static final String NOBODY = "192.0.2.1";

    private final Duration patience;
    private final InstantSource clock;

    /// @param patience for each of at most six requests
    public HouseProbe(Duration patience, InstantSource clock) {
        this.patience = patience;
        this.clock = clock;
    }

    /// Asks.
    ///
    /// @param host the Host field, as clients will send it
    public HouseAnswer ask(Upstream upstream, String host) {
        try {
            Reply manifest = get(upstream, host, "/manifest.json", List.of());
            Optional<Duration> ahead = manifest.date().map(date -> Duration.between(clock.instant(), date));
            return judged(upstream, host, manifest, ahead);
        } catch (UnknownHostException _) {
            return new HouseAnswer.Unresolved();
        } catch (Call.NoHttp none) {
            return shakesHands(upstream)
                    ? new HouseAnswer.SpeaksTls()
                    : new HouseAnswer.NoAnswer(String.valueOf(none.getMessage()));
        } catch (SSLException refused) {
            return speaksPlain(upstream, host)
                    ? new HouseAnswer.SpeaksPlain()
                    : new HouseAnswer.Untrusted(
                            TlsWords.of(refused, upstream.host(), certificateOf(upstream), clock.instant()));
        } catch (NotConnected nobody) {
            return new HouseAnswer.Unreachable(SocketWords.of(nobody.reason));
        } catch (IOException failed) {
            return silence(upstream, host, failed);
        }
    }

    /// Somebody who waits for the end of what is no greeting in his language.
    private HouseAnswer silence(Upstream upstream, String host, IOException failed) {
        boolean plain = upstream.tls() instanceof UpstreamTls.Plain;
        if (plain && shakesHands(upstream)) {
            return new HouseAnswer.SpeaksTls();
        }
        return !plain && speaksPlain(upstream, host)
                ? new HouseAnswer.SpeaksPlain()
                : new HouseAnswer.NoAnswer(SocketWords.of(failed));
    }

    private HouseAnswer judged(Upstream upstream, String host, Reply manifest, Optional<Duration> ahead) {
        int status = manifest.status();
        if (status == 502 || status == 503 || status == 504) {
            return new HouseAnswer.Unavailable(status);
        }
        if (status >= 300 && status < 400) {
            return new HouseAnswer.Redirects(status, manifest.field("location").orElse(""));
        }
        if (status == 400 && shakesHands(upstream)) {
            return new HouseAnswer.SpeaksTls();
        }
        Optional<String> version = version(upstream, host);
        Optional<Reply> providers = quietly(upstream, host, "/auth/providers", List.of());
        boolean fresh = providers.filter(HouseProbe::isFresh).isPresent();
        boolean house = version.isPresent()
                || fresh
                || isManifest(manifest)
                || providers.filter(HouseProbe::areProviders).isPresent();
        if (house) {
            return new House(version, !fresh, forwarding(upstream, host), manifest.from(), ahead);
        }
        boolean banned = status == 403 && manifest.body().startsWith("403: Forbidden");
        return banned ? new HouseAnswer.Banned(manifest.from()) : new HouseAnswer.Stranger(status, manifest.title());
    }

    /// As `components/http/forwarded.py` answers; all else being equal, so that the header alone makes the difference.
    private Forwarding forwarding(Upstream upstream, String host) {
        List<String> fields =
                List.of("X-Forwarded-For: " + NOBODY, "X-Forwarded-Proto: https", "X-Forwarded-Host: " + host);
        return switch (quietly(upstream, host, "/manifest.json", fields)
                .map(Reply::status)
                .orElse(0)) {
            case 200 -> Forwarding.TRUSTED;
            case 400 -> Forwarding.REFUSED;
            default -> Forwarding.UNCLEAR;
        };
    }

    private static boolean isManifest(Reply reply) {
        return reply.status() == 200
                && AdminJson.parse(reply.body())
                        .map(fields -> fields.text("name"))
                        .filter(name -> name.startsWith("Home Assistant"))
                        .isPresent();
    }

    /// A list of providers, or, since 2023, an object that holds one (`components/auth/login_flow.py`).
    private static boolean areProviders(Reply reply) {
        String body = reply.body().strip();
        return reply.status() == 200
                && AdminJson.parse(body.startsWith("[") ? "{\"providers\":" + body + "}" : body)
                        .filter(fields -> fields.objects("providers").stream()
                                .anyMatch(provider -> !provider.text("type").isEmpty()))
                        .isPresent();
    }

    private static boolean isFresh(Reply reply) {
        return reply.status() == 400
                && AdminJson.parse(reply.body())
                        .filter(fields -> fields.text("code").equals("onboarding_required"))
                        .isPresent();
    }

    /// To connect and to leave again without a word is not counted either.
    private Optional<String> version(Upstream upstream, String host) {
        try (Link link = open(upstream)) {
            return new Call(link)
                    .firstMessage(host, "/api/websocket")
                    .flatMap(AdminJson::parse)
                    .filter(fields -> fields.text("type").equals("auth_required"))
                    .map(fields -> fields.text("ha_version"))
                    .filter(text -> !text.isEmpty() && text.length() <= 40);
        } catch (IOException | NotConnected _) {
            return Optional.empty();
        }
    }

    private Reply get(Upstream upstream, String host, String target, List<String> fields)
            throws IOException, NotConnected {
        try (Link link = open(upstream)) {
            return new Call(link).get(host, target, fields);
        }
    }

    private Optional<Reply> quietly(Upstream upstream, String host, String target, List<String> fields) {
        try {
            return Optional.of(get(upstream, host, target, fields));
        } catch (IOException | NotConnected _) {
            return Optional.empty();
        }
    }

    private Link open(Upstream upstream) throws IOException, NotConnected {
        return switch (upstream.tls()) {
            case UpstreamTls.Plain _ -> connected(upstream);
            case UpstreamTls.Unverified _ -> secured(upstream, new TlsTrust.Anybody());
            case UpstreamTls.Verified(var roots) -> secured(upstream, new TlsTrust.Roots(roots));
        };
    }

    private Link secured(Upstream upstream, TlsTrust trust) throws IOException, NotConnected {
        Link plain = connected(upstream);
        try {
            return plain.secured(trust, upstream.host());
        } catch (IOException failed) {
            plain.close();
            throw failed;
        }
    }

    private Link connected(Upstream upstream) throws UnknownHostException, NotConnected {
        try {
            return Link.open(upstream.host(), upstream.port(), patience);
        } catch (UnknownHostException unknown) {
            throw unknown;
        } catch (IOException failed) {
            throw new NotConnected(failed);
        }
    }

    private boolean shakesHands(Upstream upstream) {
        return upstream.tls() instanceof UpstreamTls.Plain
                && certificateOf(upstream).isPresent();
    }

    private Optional<X509Certificate> certificateOf(Upstream upstream) {
        try (Link link = secured(upstream, new TlsTrust.Anybody())) {
            return link.certificate();
        } catch (IOException | NotConnected _) {
            return Optional.empty();
        }
    }

    private boolean speaksPlain(Upstream upstream, String host) {
        Upstream plain = new Upstream(upstream.host(), upstream.port(), new UpstreamTls.Plain());
        return quietly(plain, host, "/manifest.json", List.of())
                .filter(reply -> reply.status() != 400)
                .isPresent();
    }

    /// Nobody accepted.
    private static final class NotConnected extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient IOException reason;

        NotConnected(IOException reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
