package dev.portcullis.core.tls;

import dev.portcullis.core.ServerCertificate;
import dev.portcullis.core.TlsChallenges;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslHandler;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The TLS context of each site's certificate, made when it is first presented.
///
/// A renewed certificate is another object: new handshakes use it at once, and the old one's context is let go.
/// Native memory is freed with the last connection that began with it. Session tickets are encrypted with keys
/// that rotate (RFC 5077 §5.5): a stolen key opens a day of traffic at most, and only that of TLS 1.2 clients. They
/// are each context's own, so after a change of certificates every client comes with a full handshake and sees the
/// new one.
public final class TlsContexts {

    private final TlsPolicy policy;
    private final SecureRandom random;
    private final AtomicReferenceArray<@Nullable TlsContext> current;
    private final ValidationContexts validations;

    /// @param sites how many there are
    public TlsContexts(TlsPolicy policy, int sites, SecureRandom random) {
        this(policy, sites, random, new ValidationContexts(policy));
    }

    private TlsContexts(TlsPolicy policy, int sites, SecureRandom random, ValidationContexts validations) {
        this.policy = policy;
        this.random = random;
        // The last site is self-signed answers to names of no site; each has two, of which the second offers HTTP/2.
        this.current = new AtomicReferenceArray<>((sites + 1) * 2);
        this.validations = validations;
    }

    /// The contexts for other sites than these. A site that was there before takes its own over, ticket keys
    /// included, so its clients come back as to an open door. Both are to be closed.
    ///
    /// @param former for each site its number among these; -1 for one that is new
    public TlsContexts with(List<Integer> former) {
        TlsContexts next = new TlsContexts(policy, former.size(), random, validations);
        for (int site = 0; site < former.size(); site++) {
            if (former.get(site) >= 0) {
                takeOver(former.get(site), next, site);
            }
        }
        takeOver(current.length() / 2 - 1, next, former.size());
        return next;
    }

    private void takeOver(int from, TlsContexts next, int to) {
        for (int half = 0; half < 2; half++) {
            TlsContext known = current.get(from * 2 + half);
            if (known != null && known.retain()) {
                next.current.set(to * 2 + half, known);
            }
        }
    }

    /// Lets go of all, once no handshake begins by it any more; connections keep what they need.
    public void close() {
        for (int slot = 0; slot < current.length(); slot++) {
            TlsContext known = current.getAndSet(slot, null);
            if (known != null) {
                known.release();
            }
        }
    }

    /// The server's side of a handshake that presents this certificate.
    ///
    /// @param site whose certificate it is; another one of the same site replaces it
    /// @param http2 whether HTTP/2 is offered
    /// @throws SSLException if the certificate cannot be used with this engine
    SslHandler of(int site, ServerCertificate certificate, boolean http2, ByteBufAllocator allocator)
            throws SSLException {
        while (true) {
            TlsContext context = context(site * 2 + (http2 ? 1 : 0), certificate);
            // Somebody else may have replaced it in between.
            if (context.retain()) {
                try {
                    return context.handler(allocator);
                } finally {
                    context.release();
                }
            }
        }
    }

    /// Likewise, for names of no site.
    SslHandler selfSigned(ServerCertificate certificate, boolean http2, ByteBufAllocator allocator)
            throws SSLException {
        return of(current.length() / 2 - 1, certificate, http2, allocator);
    }

    /// Likewise, for a validation of this name.
    SslHandler validating(String name, ServerCertificate certificate, ByteBufAllocator allocator) throws SSLException {
        return validations.handler(name, certificate, allocator);
    }

    /// Lets go of the contexts of validations that are over; meant to be called every now and then.
    public void forgetValidations(TlsChallenges pending) {
        validations.keepOnly(pending);
    }

    TlsContext context(int slot, ServerCertificate certificate) throws SSLException {
        TlsContext known = current.get(slot);
        if (known != null && known.presents(certificate)) {
            return known;
        }
        return replace(slot, certificate);
    }

    /// One at a time: where many handshakes meet a new certificate, one makes the context and the others wait for it,
    /// as long as they would take to make one each.
    private synchronized TlsContext replace(int slot, ServerCertificate certificate) throws SSLException {
        TlsContext known = current.get(slot);
        if (known != null && known.presents(certificate)) {
            return known;
        }
        TlsContext made = new TlsContext(certificate, policy.server(certificate, slot % 2 == 1));
        made.rotate(this::ticketKey);
        current.set(slot, made);
        if (known != null) {
            known.release();
        }
        return made;
    }

    /// Gives every context a fresh ticket key; meant to be called every few hours.
    public void rotateTicketKeys() {
        for (int slot = 0; slot < current.length(); slot++) {
            TlsContext context = current.get(slot);
            if (context != null && context.retain()) {
                try {
                    context.rotate(this::ticketKey);
                } finally {
                    context.release();
                }
            }
        }
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
