package dev.portcullis.core.tls;

import dev.portcullis.core.ServerCertificate;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Supplier;

/// One certificate, ready to be presented, with its ticket keys.
///
/// Counted: BoringSSL's memory is freed once this and every connection made by it have let go. Used on any thread.
final class TlsContext {

    private static final int KEYS_KEPT = 3;

    private final ServerCertificate certificate;
    private final SslContext context;
    private OpenSslSessionTicketKey[] keys = new OpenSslSessionTicketKey[0];

    /// @param context is owned from here on
    TlsContext(ServerCertificate certificate, SslContext context) {
        this.certificate = certificate;
        this.context = context;
    }

    /// Another object is another certificate, whatever stands in it.
    @SuppressWarnings("ReferenceEquality") // What is asked here is whether it was replaced.
    boolean presents(ServerCertificate wanted) {
        return certificate == wanted;
    }

    /// Keeps it until [#release].
    ///
    /// @return false if it is gone already
    boolean retain() {
        try {
            ReferenceCountUtil.retain(context);
            return true;
        } catch (IllegalReferenceCountException _) {
            return false;
        }
    }

    void release() {
        ReferenceCountUtil.release(context);
    }

    /// How many hold it; 0 once it is freed.
    int holders() {
        return ReferenceCountUtil.refCnt(context);
    }

    /// The server's side of one connection, which holds the context until it ends.
    SslHandler handler(ByteBufAllocator allocator) {
        return context.newHandler(allocator);
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
