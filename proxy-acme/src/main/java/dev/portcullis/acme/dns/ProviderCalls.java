package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Calls to one DNS provider with one token, and troubles that never quote the token.
final class ProviderCalls {

    private static final int LONGEST_QUOTE = 200;
    private static final Duration USUAL_WAIT = Duration.ofMinutes(5);

    private final String provider;
    private final URI base;
    private final String scheme;
    private final Secret token;
    private final HttpCalls http;
    private final InstantSource clock;

    /// @param provider as people know it
    /// @param base without a slash at its end
    /// @param scheme of the `Authorization` header that carries the token; empty for no such header
    ProviderCalls(String provider, URI base, String scheme, Secret token, HttpCalls http, InstantSource clock) {
        this.provider = provider;
        this.base = base;
        this.scheme = scheme;
        this.token = token;
        this.http = http;
        this.clock = clock;
    }

    /// Any answer with any status but 429.
    ///
    /// @param about the name that this is done for
    /// @param json the body; empty for none
    HttpReply call(String about, String method, String path, Optional<String> json) throws AcmeFailure {
        HttpReply reply = callOnce(about, method, path, json);
        if (reply.status() == 429) {
            throw tooMany(about, reply);
        }
        return reply;
    }

    /// As [#call], but 429 is an answer too.
    HttpReply callOnce(String about, String method, String path, Optional<String> json) throws AcmeFailure {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("User-Agent", "portcullis")
                .header("Accept", "application/json, text/plain")
                .method(method, json.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        if (!scheme.isEmpty()) {
            request.header("Authorization", scheme + " " + token(about));
        }
        json.ifPresent(_ -> request.header("Content-Type", "application/json"));
        try {
            return http.send(request.build());
        } catch (IOException failed) {
            throw failure(
                    about,
                    base.getHost() + ": " + failed.getMessage(),
                    "It is tried again by itself; if it stays so, check this machine's way into the internet.");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failure(about, "interrupted", "It is tried again after the next start.");
        }
    }

    /// The token, if a header can carry it: the JDK quotes a value that it refuses.
    private String token(String about) throws AcmeFailure {
        if (token.value().chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw refused(about, "the token holds characters that no token has", "Copy it again, in one line.");
        }
        return token.value();
    }

    /// The answer as JSON.
    Json json(String about, HttpReply reply) throws AcmeFailure {
        Optional<Json> json = Json.read(reply.body());
        if (json.isEmpty()) {
            throw failure(
                    about,
                    "an answer %d that is not JSON: %s".formatted(reply.status(), quoted(reply.body())),
                    "It is tried again by itself; if it stays so, a proxy or a portal may stand in between.");
        }
        return json.get();
    }

    AcmeFailure tooMany(String about, HttpReply reply) {
        Duration wait = wait(reply).orElse(USUAL_WAIT);
        return new AcmeFailure(trouble(
                        Cause.DNS_UPDATE_FAILED,
                        about,
                        "too many calls (status 429)",
                        "It is tried again by itself when %s allows it.".formatted(provider))
                .until(clock.instant().plus(wait)));
    }

    /// How long the answer asks us to wait.
    Optional<Duration> wait(HttpReply reply) {
        return reply.retryAfter().flatMap(header -> RetryAfter.parse(header, clock.instant()));
    }

    AcmeFailure refused(String about, String found, String remedy) {
        return new AcmeFailure(trouble(Cause.DNS_TOKEN_REFUSED, about, found, remedy + " Then restart Portcullis."));
    }

    AcmeFailure failure(String about, String found, String remedy) {
        return new AcmeFailure(trouble(Cause.DNS_UPDATE_FAILED, about, found, remedy));
    }

    private AcmeTrouble trouble(Cause cause, String about, String found, String remedy) {
        return AcmeTrouble.of(cause, "%s for %s".formatted(provider, about), withoutToken(found), remedy);
    }

    /// Somebody else's text, short, in one line, without the token.
    String quoted(String text) {
        String clean = ForeignText.inOneLine(withoutToken(text), LONGEST_QUOTE);
        return clean.isEmpty() ? "(empty)" : "\"" + clean + "\"";
    }

    private String withoutToken(String text) {
        return text.replace(token.value(), "***").replace(encoded(token.value()), "***");
    }

    /// For a query or a path.
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
