package dev.portcullis.acme.order;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NonceHolder;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.toolbox.JSON;

/// One question to an authority, whose answers are read whole, in a bounded time and up to a bounded size.
///
/// An authority that stalls in the middle of an answer, sends it drop by drop or never ends it would hold us else.
/// A refusal leaves here as [Refusal], with all that its headers say.
final class BoundedConnection extends DefaultConnection {

    private final InstantSource clock;
    private final Bounds bounds;
    /// Done when this question has taken too long; acme4j closes and uses a connection again within one question.
    private final CompletableFuture<Void> over;

    BoundedConnection(HttpConnector connector, InstantSource clock, Bounds bounds) {
        super(connector);
        this.clock = clock;
        this.bounds = bounds;
        this.over = new CompletableFuture<Void>()
                .completeOnTimeout(null, bounds.call().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(secure(url))
                .timeout(bounds.exchange())
                .header("User-Agent", "Portcullis")
                .header("Accept-Language", "en");
        body.accept(request);
        try {
            HttpResponse<byte[]> response = exchange(request.build());
            refuseOdd(response);
            Answer answer = new Answer(response);
            if (answer.statusCode() >= 400) {
                throwUnlessNonce(answer);
            }
            lastResponse = answer;
        } catch (IOException failed) {
            // The last nonce may have been used up.
            try (NonceHolder nonce = session.lockNonce()) {
                nonce.setNonce(null);
            }
            throw failed;
        }
    }

    /// When to ask again, by our clock.
    Optional<Instant> askAgain() {
        HttpResponse<?> last = lastResponse;
        return last == null ? Optional.empty() : RetryAfter.of(last.headers(), clock.instant());
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
        if (over.isDone()) {
            throw new HttpTimeoutException("no result after " + bounds.call().toSeconds() + " s");
        }
        CompletableFuture<HttpResponse<byte[]>> pending =
                httpClient.sendAsync(request, _ -> new WholeBody(bounds.largest()));
        try {
            return pending.get(bounds.exchange().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new HttpTimeoutException(
                    "no whole answer within " + bounds.exchange().toSeconds() + " s");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException network ? network : new IOException(failed.getCause());
        } finally {
            pending.cancel(true);
        }
    }

    /// A rejected nonce stays with acme4j, which tries again with the one that came along (RFC 8555 §6.5).
    private void throwUnlessNonce(Answer answer) throws Refusal {
        Refusal refusal = new Refusal(
                answer.statusCode(),
                problem(answer),
                answer.headers(),
                RetryAfter.of(answer.headers(), clock.instant()));
        if (!refusal.is("badNonce")) {
            throw refusal;
        }
    }

    private static Optional<ProblemDocument> problem(Answer answer) {
        try {
            String text = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
            return text.startsWith("{") && isJson(answer)
                    ? Optional.of(ProblemDocument.of(JSON.parse(text)))
                    : Optional.empty();
        } catch (IOException | AcmeProtocolException _) {
            return Optional.empty();
        }
    }

    private static boolean isJson(Answer answer) {
        return answer.headers()
                .firstValue("Content-Type")
                .map(type -> type.toLowerCase(Locale.ROOT))
                .filter(type -> type.startsWith("application/problem+json") || type.startsWith("application/json"))
                .isPresent();
    }

    /// A kilobyte could unfold into a gigabyte; we never ask for that.
    private static void refuseOdd(HttpResponse<byte[]> answer) throws Nonsense {
        if (Nesting.isTooDeep(answer.body())) {
            throw new Nonsense("an answer with too many brackets in each other");
        }
        String coding = answer.headers().firstValue("Content-Encoding").orElse("identity");
        if (!coding.equalsIgnoreCase("identity")) {
            throw new Nonsense("an answer in the coding " + coding + ", which nobody asked for");
        }
    }

    /// RFC 8555 §6.1.
    private static URI secure(URL url) throws Nonsense {
        if (!"https".equalsIgnoreCase(url.getProtocol())) {
            throw new Nonsense("the address " + url + ", which is not https");
        }
        try {
            return url.toURI();
        } catch (URISyntaxException _) {
            throw new Nonsense("an address that is none: " + url);
        }
    }
}
