package dev.portcullis.core.observe;

import dev.portcullis.rules.signal.MessageReader;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Shows the first messages of a websocket to a reader, each way (RFC 6455), inflated where the handshake
/// agreed on it (RFC 7692).
///
/// It looks at two messages of each side at most; then, or once the login is decided, it is over for good.
final class WebSocketTap {

    private static final int MOST_MESSAGES = 2;

    private final MessageReader reader;
    private final MessageFrames server;
    private final MessageFrames client;
    private boolean more = true;

    private WebSocketTap(MessageReader reader, boolean deflate, boolean serverForgets, boolean clientForgets) {
        this.reader = reader;
        server = new MessageFrames(deflate, serverForgets, MOST_MESSAGES, this::serverMessage);
        client = new MessageFrames(deflate, clientForgets, MOST_MESSAGES, this::clientMessage);
    }

    /// A tap for a tunnel; null if its extensions are not ours to read.
    ///
    /// @param extensions the 101's Sec-WebSocket-Extensions; null if it has none
    static @Nullable WebSocketTap of(MessageReader reader, @Nullable String extensions) {
        if (extensions == null) {
            return new WebSocketTap(reader, false, false, false);
        }
        String[] parts = extensions.toLowerCase(Locale.ROOT).split(";", -1);
        if (extensions.indexOf(',') >= 0 || !parts[0].strip().equals("permessage-deflate")) {
            return null;
        }
        boolean serverForgets = false;
        boolean clientForgets = false;
        for (String part : parts) {
            serverForgets |= part.strip().equals("server_no_context_takeover");
            clientForgets |= part.strip().equals("client_no_context_takeover");
        }
        return new WebSocketTap(reader, true, serverForgets, clientForgets);
    }

    /// Looks at bytes of the upstream's.
    ///
    /// @return false once all was seen that will be
    boolean fromServer(ByteBuf data) {
        // What decides comes from the server: without it there is nothing to wait for.
        return server.pass(data) && more;
    }

    /// Looks at bytes of the client's.
    ///
    /// @return false once all was seen that will be
    boolean fromClient(ByteBuf data) {
        if (client.open()) {
            client.pass(data);
        }
        return more;
    }

    private boolean serverMessage(byte[] octets, int length) {
        more = reader.fromServer(octets, 0, length) && !reader.decided();
        return more;
    }

    private boolean clientMessage(byte[] octets, int length) {
        more = reader.fromClient(octets, 0, length) && !reader.decided();
        return more;
    }

    void close() {
        server.close();
        client.close();
    }
}
