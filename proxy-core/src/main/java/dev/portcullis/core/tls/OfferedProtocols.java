package dev.portcullis.core.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The application protocols that a ClientHello offers (RFC 8446 §4.1.2, RFC 7301 §3.1), read within its bounds
/// whatever the bytes say.
final class OfferedProtocols {

    private static final byte[] ACME = AcmeTlsStage.PROTOCOL.getBytes(StandardCharsets.US_ASCII);

    private static final int VERSION_AND_RANDOM = 2 + 32;
    private static final int ALPN = 16;

    private final ByteBuf hello;
    private final int end;
    private int at;

    private OfferedProtocols(ByteBuf hello) {
        this.hello = hello;
        this.at = hello.readerIndex();
        this.end = hello.writerIndex();
    }

    /// Whether the only protocol is `acme-tls/1`, as a validation must have it (RFC 8737 §3).
    ///
    /// @param hello the message without its type and length; null for something else than a ClientHello
    /// @return false also for a ClientHello that is malformed
    static boolean onlyAcme(@Nullable ByteBuf hello) {
        return hello != null && new OfferedProtocols(hello).readOnlyAcme();
    }

    private boolean readOnlyAcme() {
        // Session id, cipher suites and compression methods stand before the extensions.
        if (!skip(VERSION_AND_RANDOM) || !skip(length(1)) || !skip(length(2)) || !skip(length(1))) {
            return false;
        }
        if (length(2) != end - at) {
            return false;
        }
        int found = 0;
        boolean only = false;
        while (at < end) {
            int type = length(2);
            int size = length(2);
            int from = at;
            if (!skip(size)) {
                return false;
            }
            if (type == ALPN) {
                found++;
                only = isAcme(from, size);
            }
        }
        return only && found == 1;
    }

    private boolean isAcme(int from, int size) {
        if (size != 2 + 1 + ACME.length
                || hello.getUnsignedShort(from) != 1 + ACME.length
                || hello.getUnsignedByte(from + 2) != ACME.length) {
            return false;
        }
        for (int i = 0; i < ACME.length; i++) {
            if (hello.getByte(from + 3 + i) != ACME[i]) {
                return false;
            }
        }
        return true;
    }

    /// A number of so many bytes; -1 if they are not there.
    private int length(int bytes) {
        if (at < 0 || end - at < bytes) {
            at = -1;
            return -1;
        }
        int length = bytes == 1 ? hello.getUnsignedByte(at) : hello.getUnsignedShort(at);
        at += bytes;
        return length;
    }

    private boolean skip(int bytes) {
        if (at < 0 || bytes < 0 || end - at < bytes) {
            at = -1;
            return false;
        }
        at += bytes;
        return true;
    }
}
