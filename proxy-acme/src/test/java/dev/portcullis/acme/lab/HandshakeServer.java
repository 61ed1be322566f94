package dev.portcullis.acme.lab;

import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.PendingChallenges;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/// A TLS server that answers `acme-tls/1` with what is pending, as our listener does.
public final class HandshakeServer implements AutoCloseable {

    private final SSLServerSocket socket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// @param port of the loopback address
    public HandshakeServer(int port, PendingChallenges pending) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new Pending(pending)}, null, null);
            socket = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(port, 16, InetAddress.getLoopbackAddress());
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"acme-tls/1"});
            socket.setSSLParameters(parameters);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        threads.execute(this::accept);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket peer = socket.accept();
                threads.execute(() -> shake((SSLSocket) peer));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void shake(SSLSocket peer) {
        try (peer) {
            peer.startHandshake();
        } catch (IOException refused) {
            // The authority sees it and says so.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        threads.shutdownNow();
    }

    /// A server name is the alias of its pending certificate.
    private static final class Pending extends X509ExtendedKeyManager {

        private final PendingChallenges pending;

        private Pending(PendingChallenges pending) {
            this.pending = pending;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket peer) {
            ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) peer).getHandshakeSession();
            return session.getRequestedServerNames().stream()
                    .filter(SNIHostName.class::isInstance)
                    .map(name -> ((SNIHostName) name).getAsciiName())
                    .filter(name -> pending.certificate(name)
                            .filter(pair -> pair.key().getAlgorithm().equals(keyType))
                            .isPresent())
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return pending.certificate(alias)
                    .map(KeyAndChain::chain)
                    .orElseThrow()
                    .toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return pending.certificate(alias).orElseThrow().key();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket peer) {
            return null;
        }
    }
}
