package dev.portcullis.core.tls;

import dev.portcullis.core.ServerCertificate;
import dev.portcullis.core.TlsChallenges;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLException;

/// The TLS contexts of the names that are being validated, each made once: building one takes up to ten
/// milliseconds of an event loop, and anybody may ask for it as often as he likes.
///
/// Used on any thread.
final class ValidationContexts {

    static final int MOST = 128;

    private final TlsPolicy policy;
    private final Map<String, TlsContext> byName = new LinkedHashMap<>();

    ValidationContexts(TlsPolicy policy) {
        this.policy = policy;
    }

    /// The server's side of one validation.
    synchronized SslHandler handler(String name, ServerCertificate certificate, ByteBufAllocator allocator)
            throws SSLException {
        return context(name, certificate).handler(allocator);
    }

    synchronized TlsContext context(String name, ServerCertificate certificate) throws SSLException {
        TlsContext known = byName.get(name);
        if (known != null && known.presents(certificate)) {
            return known;
        }
        TlsContext made = new TlsContext(certificate, policy.validation(certificate));
        if (known != null) {
            byName.remove(name);
            known.release();
        }
        if (byName.size() == MOST) {
            Iterator<TlsContext> oldest = byName.values().iterator();
            TlsContext outlasted = oldest.next();
            oldest.remove();
            outlasted.release();
        }
        byName.put(name, made);
        return made;
    }

    /// Lets go of whatever is not pending any more.
    synchronized void keepOnly(TlsChallenges pending) {
        byName.entrySet().removeIf(entry -> {
            TlsContext context = entry.getValue();
            boolean over = pending.certificate(entry.getKey())
                    .filter(context::presents)
                    .isEmpty();
            if (over) {
                context.release();
            }
            return over;
        });
    }
}
