package dev.portcullis.core.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The opening handshake of RFC 6455 §4: both sides must mean it before bytes flow unseen.
///
/// A tunnel after a handshake that only one side believes in lets a client speak HTTP to the upstream behind our
/// back (`WebSocketTest.a_made_up_handshake_opens_no_tunnel`).
public final class WebSocketHandshake {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final byte[] UPGRADE = Octets.of("upgrade");
    private static final byte[] WEBSOCKET = Octets.of("websocket");
    private static final int KEY_BYTES = 16;
    private static final int KEY_TEXT = 24;

    private WebSocketHandshake() {}

    /// Whether the client's side is valid (§4.2.1).
    static void check(RequestHead request) throws BadMessage {
        Fields fields = request.fields();
        int version = single(fields, FieldName.SEC_WEBSOCKET_VERSION);
        int key = single(fields, FieldName.SEC_WEBSOCKET_KEY);
        if (!request.method().equals("GET") || request.body() != RequestHead.Body.NONE || key < 0 || version < 0) {
            throw new BadMessage(Refusal.UPGRADE);
        }
        if (!fields.value(version).equals("13")) {
            throw new BadMessage(Refusal.UPGRADE_VERSION);
        }
        try {
            String text = fields.value(key);
            // The decoder forgives missing padding; upstreams do not.
            if (text.length() != KEY_TEXT || Base64.getDecoder().decode(text).length != KEY_BYTES) {
                throw new BadMessage(Refusal.UPGRADE);
            }
        } catch (IllegalArgumentException _) {
            throw new BadMessage(Refusal.UPGRADE);
        }
    }

    /// Whether the upstream's 101 answers this very handshake (§4.2.2).
    public static boolean accepted(RequestHead request, ResponseHead response) {
        Fields fields = response.fields();
        String key = request.fields().first(FieldName.SEC_WEBSOCKET_KEY);
        int accept = single(fields, FieldName.SEC_WEBSOCKET_ACCEPT);
        return key != null
                && accept >= 0
                && fields.hasToken(FieldName.CONNECTION, UPGRADE)
                && fields.hasToken(FieldName.UPGRADE, WEBSOCKET)
                && fields.value(accept).equals(acceptOf(key));
    }

    private static int single(Fields fields, FieldName name) {
        int field = fields.indexOf(name);
        return field >= 0 && fields.indexOf(name, field + 1) < 0 ? field : -1;
    }

    private static String acceptOf(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(Octets.of(key + GUID));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1: not in this Java (every Java must have it)", e);
        }
    }
}
