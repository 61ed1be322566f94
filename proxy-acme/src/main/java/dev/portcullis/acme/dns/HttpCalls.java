package dev.portcullis.acme.dns;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// HTTP calls that end: in time, and before an answer fills the memory.
///
/// Redirects are not followed, so that a token goes to nobody else.
final class HttpCalls {

    private static final int LONGEST_BODY = 1024 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final Duration whole;

    HttpCalls() {
        this(WHOLE);
    }

    /// @param whole for one call, from connecting to the last octet of the answer
    HttpCalls(Duration whole) {
        this.whole = whole;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /// Sends the request and reads the whole answer.
    ///
    /// @throws IOException whose message says in plain words what happened and holds nothing of the request
    HttpReply send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_BODY));
        try {
            HttpResponse<byte[]> response = answer.get(whole.toMillis(), TimeUnit.MILLISECONDS);
            return new HttpReply(
                    response.statusCode(),
                    new String(response.body(), StandardCharsets.UTF_8),
                    response.headers().firstValue("retry-after"));
        } catch (TimeoutException _) {
            throw new InterruptedIOException("no whole answer within " + whole.toSeconds() + " s");
        } catch (ExecutionException failed) {
            throw new IOException(inWords(failed.getCause()));
        } finally {
            answer.cancel(true);
        }
    }

    /// The JDK's own texts may quote the request, so only their kind is kept.
    private static String inWords(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnresolvedAddressException _, UnknownHostException _ -> {
                    return "the host name cannot be resolved";
                }
                case HttpTimeoutException _ -> {
                    return "no connection in time";
                }
                case SSLException _ -> {
                    return "the TLS handshake failed";
                }
                default -> {}
            }
        }
        if (failure instanceof ConnectException) {
            return "the connection failed";
        }
        // What limiting() says; it has no exception of its own.
        boolean tooLong =
                failure != null && String.valueOf(failure.getMessage()).contains("capacity");
        return tooLong ? "an answer of more than 1 MiB" : "the connection broke off";
    }
}
