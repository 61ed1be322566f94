package dev.portcullis.house;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Whose certificates are believed.
public sealed interface TlsTrust {

    /// Anybody's: to look at a certificate, or where the owner said so.
    record Anybody() implements TlsTrust {}

    /// Certificates for the right name, by these roots.
    ///
    /// @param roots empty for the system's
    record Roots(List<X509Certificate> roots) implements TlsTrust {
        public Roots {
            roots = List.copyOf(roots);
        }
    }

    /// Whether the name in the certificate matters.
    default boolean checksName() {
        return this instanceof Roots;
    }

    /// For the client's side of a handshake.
    ///
    /// @throws IOException if the roots cannot be used
    default SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(), null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException("TLS cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    private TrustManager[] managers() throws GeneralSecurityException, IOException {
        return switch (this) {
            case Anybody _ -> new TrustManager[] {new BelievesAll()};
            case Roots(List<X509Certificate> roots) -> {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init(roots.isEmpty() ? null : store(roots));
                yield factory.getTrustManagers();
            }
        };
    }

    private static KeyStore store(List<X509Certificate> roots) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < roots.size(); i++) {
            store.setCertificateEntry("root-" + i, roots.get(i));
        }
        return store;
    }

    /// Extended, so that the JDK does not check on its own behalf.
    final class BelievesAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
