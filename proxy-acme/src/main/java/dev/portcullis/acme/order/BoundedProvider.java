package dev.portcullis.acme.order;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import org.shredzone.acme4j.toolbox.JSON;

/// Lets acme4j talk to any authority, within our bounds and with our trust.
final class BoundedProvider extends GenericAcmeProvider {

    private static final Duration DIRECTORY_KEPT = Duration.ofHours(1);

    private final SSLContext trust;
    private final InstantSource clock;
    private final Bounds bounds;
    private Instant read = Instant.MIN;

    BoundedProvider(SSLContext trust, InstantSource clock, Bounds bounds) {
        this.trust = trust;
        this.clock = clock;
        this.bounds = bounds;
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings networkSettings) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(bounds.connect())
                .sslContext(trust)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    @Override
    public Connection connect(URI serverUri, NetworkSettings networkSettings, HttpClient httpClient) {
        return new BoundedConnection(createHttpConnector(networkSettings, httpClient), clock, bounds);
    }

    /// acme4j asks before every request; without caching headers it would read the directory each time.
    @Override
    public synchronized @Nullable JSON directory(Session session, URI serverUri) throws AcmeException {
        Instant now = clock.instant();
        if (session.hasDirectory() && now.isBefore(read.plus(DIRECTORY_KEPT)) && !now.isBefore(read)) {
            return null;
        }
        session.setDirectoryLastModified(null);
        session.setDirectoryExpires(null);
        JSON directory = super.directory(session, serverUri);
        read = now;
        return directory;
    }
}
