package dev.portcullis.core.http2;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.HostField;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestRules;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// The pseudo-header fields of a request (RFC 9113 §8.3.1, RFC 8441 §4): each that there must be, once, and no other.
///
/// @param count how many there are; regular fields begin there
/// @param method GET where a tunnel is asked for
/// @param path origin-form
/// @param authority a valid Host
/// @param tunnel whether this is a CONNECT for a WebSocket
record PseudoFields(int count, String method, AsciiString path, String authority, boolean tunnel) {

    private static final AsciiString HTTPS = AsciiString.cached("https");
    private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");
    private static final int METHOD = 0;
    private static final int SCHEME = 1;
    private static final int PATH = 2;
    private static final int AUTHORITY = 3;
    private static final int PROTOCOL = 4;
    private static final AsciiString[] NAMES = {
        AsciiString.cached(":method"),
        AsciiString.cached(":scheme"),
        AsciiString.cached(":path"),
        AsciiString.cached(":authority"),
        AsciiString.cached(":protocol")
    };

    /// Whether a name begins with a colon.
    static boolean isPseudo(AsciiString name) {
        return !name.isEmpty() && name.byteAt(0) == ':';
    }

    /// Reads them from the beginning of a list.
    ///
    /// @param longestPath bytes
    static PseudoFields of(HeaderList list, int longestPath) throws BadMessage {
        AsciiString[] values = new AsciiString[NAMES.length];
        int count = collect(list, values);
        AsciiString method = required(values, METHOD);
        AsciiString protocol = values[PROTOCOL];
        boolean connect = isConnect(method);
        if (connect && protocol == null) {
            throw new BadMessage(Refusal.TARGET_FORM);
        }
        if (!connect && protocol != null) {
            throw new BadMessage(Refusal.PSEUDO_FIELD);
        }
        if (!required(values, SCHEME).equals(HTTPS)) {
            throw new BadMessage(Refusal.PSEUDO_FIELD);
        }
        AsciiString path = required(values, PATH);
        checkPath(path, longestPath);
        // Clients name the same host again and again by an entry of the dynamic table, which keeps its string.
        String authority = required(values, AUTHORITY).toString();
        if (!HostField.isValid(authority)) {
            throw new BadMessage(Refusal.HOST);
        }
        if (protocol != null && !protocol.equals(WEBSOCKET)) {
            throw new BadMessage(Refusal.UPGRADE);
        }
        return new PseudoFields(count, connect ? "GET" : checkedMethod(method), path, authority, connect);
    }

    private static int collect(HeaderList list, @Nullable AsciiString[] values) throws BadMessage {
        int at = 0;
        for (; at < list.count() && isPseudo(list.name(at)); at++) {
            int name = indexOf(list.name(at));
            if (name < 0 || values[name] != null) {
                throw new BadMessage(Refusal.PSEUDO_FIELD);
            }
            StrictField.checkValue(list.value(at));
            values[name] = list.value(at);
        }
        return at;
    }

    private static int indexOf(AsciiString name) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static AsciiString required(@Nullable AsciiString[] values, int name) throws BadMessage {
        AsciiString value = values[name];
        if (value == null || value.isEmpty()) {
            throw new BadMessage(Refusal.PSEUDO_FIELD);
        }
        return value;
    }

    private static boolean isConnect(AsciiString method) {
        int from = method.arrayOffset();
        return RequestRules.isConnect(method.array(), from, from + method.length());
    }

    private static String checkedMethod(AsciiString method) throws BadMessage {
        byte[] octets = method.array();
        int from = method.arrayOffset();
        int to = from + method.length();
        if (to - from > RequestRules.LONGEST_METHOD) {
            throw new BadMessage(Refusal.METHOD);
        }
        for (int i = from; i < to; i++) {
            if (!RequestRules.isMethod(octets[i])) {
                throw new BadMessage(Refusal.METHOD);
            }
        }
        return RequestRules.method(octets, from, to);
    }

    private static void checkPath(AsciiString path, int longest) throws BadMessage {
        if (path.length() > longest) {
            throw new BadMessage(Refusal.REQUEST_LINE_SIZE);
        }
        int from = path.arrayOffset();
        if (path.byteAt(0) != '/' || !RequestRules.isVisible(path.array(), from, from + path.length())) {
            throw new BadMessage(Refusal.TARGET_FORM);
        }
    }
}
