package dev.portcullis.acme;

import java.util.Optional;
import java.util.stream.Stream;

/// How the control of a name is proven to an authority.
public enum ChallengeType {
    /// RFC 8737: on port 443, in the handshake.
    TLS_ALPN_01("tls-alpn-01"),
    /// RFC 8555 §8.3: on port 80.
    HTTP_01("http-01"),
    /// RFC 8555 §8.4: a TXT record; the only one for wildcards.
    DNS_01("dns-01");

    private final String key;

    ChallengeType(String key) {
        this.key = key;
    }

    /// As the authority and the configuration spell it.
    public String key() {
        return key;
    }

    /// Empty for a type that we do not know.
    public static Optional<ChallengeType> of(String key) {
        return Stream.of(values()).filter(type -> type.key.equals(key)).findFirst();
    }

    /// Whether a name can be proven this way at all (RFC 8555 §7.1.3, RFC 8738 §7).
    ///
    /// @param name a host name, `*.name` or an address literal
    public boolean suits(String name) {
        boolean address = Names.isAddress(name);
        return switch (this) {
            case TLS_ALPN_01, HTTP_01 -> !name.startsWith("*.");
            case DNS_01 -> !address;
        };
    }
}
