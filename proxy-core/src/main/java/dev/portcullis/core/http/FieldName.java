package dev.portcullis.core.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The header fields that the data plane acts on; every other field is [#OTHER] and passes untouched.
public enum FieldName {
    HOST("host", Role.FRAMING),
    CONTENT_LENGTH("content-length", Role.FRAMING),
    TRANSFER_ENCODING("transfer-encoding", Role.FRAMING),
    CONNECTION("connection", Role.HOP_BY_HOP),
    KEEP_ALIVE("keep-alive", Role.HOP_BY_HOP),
    PROXY_CONNECTION("proxy-connection", Role.HOP_BY_HOP),
    PROXY_AUTHENTICATE("proxy-authenticate", Role.HOP_BY_HOP),
    PROXY_AUTHORIZATION("proxy-authorization", Role.HOP_BY_HOP),
    TE("te", Role.HOP_BY_HOP),
    UPGRADE("upgrade", Role.HOP_BY_HOP),
    HTTP2_SETTINGS("http2-settings", Role.HOP_BY_HOP),
    /// Announces trailers (RFC 9110 §6.6.2); they are filtered, so the announcement would be a guess.
    TRAILER("trailer", Role.HOP_BY_HOP),
    EXPECT("expect", Role.PLAIN),
    ACCEPT("accept", Role.PLAIN),
    ACCEPT_ENCODING("accept-encoding", Role.PLAIN),
    CONTENT_TYPE("content-type", Role.PLAIN),
    CONTENT_ENCODING("content-encoding", Role.PLAIN),
    CONTENT_RANGE("content-range", Role.PLAIN),
    AUTHORIZATION("authorization", Role.PLAIN),
    COOKIE("cookie", Role.PLAIN),
    SET_COOKIE("set-cookie", Role.PLAIN),
    CACHE_CONTROL("cache-control", Role.PLAIN),
    MAX_FORWARDS("max-forwards", Role.PLAIN),
    RANGE("range", Role.PLAIN),
    RETRY_AFTER("retry-after", Role.PLAIN),
    STRICT_TRANSPORT_SECURITY("strict-transport-security", Role.PLAIN),
    SEC_WEBSOCKET_KEY("sec-websocket-key", Role.PLAIN),
    SEC_WEBSOCKET_VERSION("sec-websocket-version", Role.PLAIN),
    SEC_WEBSOCKET_ACCEPT("sec-websocket-accept", Role.PLAIN),
    FORWARDED("forwarded", Role.FORWARDING),
    X_FORWARDED_FOR("x-forwarded-for", Role.FORWARDING),
    X_REAL_IP("x-real-ip", Role.FORWARDING),
    TRUE_CLIENT_IP("true-client-ip", Role.FORWARDING),
    CF_CONNECTING_IP("cf-connecting-ip", Role.FORWARDING),
    CF_CONNECTING_IPV6("cf-connecting-ipv6", Role.FORWARDING),
    FASTLY_CLIENT_IP("fastly-client-ip", Role.FORWARDING),
    FLY_CLIENT_IP("fly-client-ip", Role.FORWARDING),
    X_CLIENT_IP("x-client-ip", Role.FORWARDING),
    X_CLUSTER_CLIENT_IP("x-cluster-client-ip", Role.FORWARDING),
    CLIENT_IP("client-ip", Role.FORWARDING),
    VIA_PROXY("proxy", Role.FORWARDING),
    X_INGRESS_PATH("x-ingress-path", Role.FORWARDING),
    /// Asks a lenient upstream to serve another path or method than the one that was judged.
    X_REWRITE_URL("x-rewrite-url", Role.FORWARDING),
    X_HTTP_METHOD("x-http-method", Role.FORWARDING),
    X_HTTP_METHOD_OVERRIDE("x-http-method-override", Role.FORWARDING),
    X_METHOD_OVERRIDE("x-method-override", Role.FORWARDING),
    /// Any field whose name begins with one of [#FORWARDING_PREFIXES].
    FORWARDING_FAMILY("", Role.FORWARDING),
    OTHER("", Role.PLAIN);

    /// What a relay does with a field.
    public enum Role {
        /// Belongs to one hop (RFC 9110 §7.6.1): never relayed, remade where needed.
        HOP_BY_HOP,
        /// Says where a message ends or whom it is for: always remade by us.
        FRAMING,
        /// Claims something about the client or the path that only we may say: never relayed.
        FORWARDING,
        /// Relayed as it came.
        PLAIN
    }

    private static final byte[][] FORWARDING_PREFIXES = {
        ascii("x-forwarded"),
        ascii("x-original-"),
        ascii("x-remote-"),
        ascii("x-hass-"),
        ascii("x-auth-request-"),
        ascii("x-authentik-"),
        ascii("x-envoy-"),
        ascii("remote-user"),
        ascii("remote-group"),
        ascii("remote-name"),
        ascii("remote-email"),
        ascii("tailscale-user-")
    };

    private static final FieldName[][] BY_LENGTH = byLength();

    private final String lower;
    private final Role role;

    FieldName(String lower, Role role) {
        this.lower = lower;
        this.role = role;
    }

    public Role role() {
        return role;
    }

    /// The name in lower case.
    public String lower() {
        return lower;
    }

    /// Looks up a field name, whatever its case.
    public static FieldName of(byte[] octets, int from, int to) {
        int length = to - from;
        if (length < BY_LENGTH.length) {
            for (FieldName candidate : BY_LENGTH[length]) {
                if (Octets.equalsIgnoreCase(octets, from, to, candidate.lower)) {
                    return candidate;
                }
            }
        }
        boolean candidate = switch (octets[from] | 0x20) {
            case 'x', 'r', 't' -> true;
            default -> false;
        };
        return candidate && isForwardingFamily(octets, from, to) ? FORWARDING_FAMILY : OTHER;
    }

    private static boolean isForwardingFamily(byte[] octets, int from, int to) {
        for (byte[] prefix : FORWARDING_PREFIXES) {
            if (to - from >= prefix.length && Octets.equalsIgnoreCase(octets, from, from + prefix.length, prefix)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] ascii(String text) {
        return Octets.of(text.toLowerCase(Locale.ROOT));
    }

    private static FieldName[][] byLength() {
        List<List<FieldName>> lists = new ArrayList<>();
        for (FieldName name : values()) {
            while (lists.size() <= name.lower.length()) {
                lists.add(new ArrayList<>());
            }
            if (!name.lower.isEmpty()) {
                lists.get(name.lower.length()).add(name);
            }
        }
        return lists.stream().map(list -> list.toArray(FieldName[]::new)).toArray(FieldName[][]::new);
    }
}
