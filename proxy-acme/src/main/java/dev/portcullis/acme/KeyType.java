package dev.portcullis.acme;

import java.util.Locale;

/// The kind of key of a certificate.
public enum KeyType {
    /// ECDSA on P-256: small, fast, known to every client.
    P256,
    /// ECDSA on P-384.
    P384,
    /// RSA with 2048 bits, for clients from before 2014.
    RSA2048,
    /// RSA with 4096 bits.
    RSA4096;

    /// As the configuration spells it.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
