package dev.portcullis.core.tls;

import dev.portcullis.core.ServerCertificate;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/// One TLS context for each certificate in use, made when it is first presented.
///
/// A renewed certificate is another object and gets a context of its own: new handshakes use it at once, open
/// connections keep the old one. Session tickets are encrypted with keys that rotate (RFC 5077 §5.5): a stolen key
/// opens a day of traffic at most, and only that of TLS 1.2 clients.
public final class TlsContexts {

    private static final int KEYS_KEPT = 3;

    private final TlsPolicy policy;
    private final SecureRandom random;
    private final Map<ServerCertificate, Entry> contexts = new ConcurrentHashMap<>();

    private static final class Entry {
        private final SslContext context;
        private OpenSslSessionTicketKey[] keys = new OpenSslSessionTicketKey[0];

        Entry(SslContext context) {
            this.context = context;
        }

        /// The newest key encrypts, the older ones still decrypt.
        synchronized void rotate(Supplier<OpenSslSessionTicketKey> fresh) {
            if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
                OpenSslSessionTicketKey[] next = new OpenSslSessionTicketKey[Math.min(keys.length + 1, KEYS_KEPT)];
                next[0] = fresh.get();
                System.arraycopy(keys, 0, next, 1, next.length - 1);
                keys = next;
                sessions.setTicketKeys(next);
            }
        }
    }

    public TlsContexts(TlsPolicy policy, SecureRandom random) {
        this.policy = policy;
        this.random = random;
    }

    /// The context that presents this certificate.
    ///
    /// @throws SSLException if the certificate cannot be used with this engine
    public SslContext of(ServerCertificate certificate) throws SSLException {
        Entry known = contexts.get(certificate);
        if (known != null) {
            return known.context;
        }
        Entry made = new Entry(policy.server(certificate));
        made.rotate(this::ticketKey);
        Entry raced = contexts.putIfAbsent(certificate, made);
        return raced == null ? made.context : raced.context;
    }

    /// Gives every context a fresh ticket key; meant to be called every few hours.
    public void rotateTicketKeys() {
        contexts.values().forEach(entry -> entry.rotate(this::ticketKey));
    }

    private OpenSslSessionTicketKey ticketKey() {
        return new OpenSslSessionTicketKey(
                bytes(OpenSslSessionTicketKey.NAME_SIZE),
                bytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                bytes(OpenSslSessionTicketKey.AES_KEY_SIZE));
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
