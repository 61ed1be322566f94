package dev.portcullis.core.http;

/// What every protocol demands of a request's method and target.
public final class RequestRules {

    /// Bytes of the longest method; the longest registered one has 17 (RFC 4437).
    public static final int LONGEST_METHOD = 24;

    private static final String[] METHODS = {"GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"};
    private static final String CONNECT = "CONNECT";

    private RequestRules() {}

    /// Whether a method may hold this byte: fewer are registered than RFC 9110 §9.1 allows.
    public static boolean isMethod(byte octet) {
        return (octet >= 'A' && octet <= 'Z') || octet == '-';
    }

    /// The method as a string: the same one each time for the common methods.
    public static String method(byte[] octets, int from, int to) {
        for (String known : METHODS) {
            if (is(known, octets, from, to)) {
                return known;
            }
        }
        return Octets.string(octets, from, to);
    }

    /// An answer to CONNECT has no body and turns the connection into a tunnel (RFC 9110 §9.3.6): relayed, it
    /// would leave a connection in the pool that the upstream no longer reads as HTTP.
    public static boolean isConnect(byte[] octets, int from, int to) {
        return is(CONNECT, octets, from, to);
    }

    /// No space and no control byte, as in every target: lenient parsers split a request line at some of them.
    public static boolean isVisible(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if ((octets[i] >= 0 && octets[i] <= ' ') || octets[i] == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static boolean is(String known, byte[] octets, int from, int to) {
        if (known.length() != to - from) {
            return false;
        }
        for (int i = 0; i < known.length(); i++) {
            if (octets[from + i] != known.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
