package dev.portcullis.acme;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A private key and the certificate chain that vouches for it.
///
/// @param key an RSA or EC key
/// @param chain never empty, leaf first
public record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {

    /// @throws IllegalArgumentException if the chain is empty
    public KeyAndChain {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("certificate chain: empty (expected: at least the leaf)");
        }
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /// Says which certificate this is, never anything of the key.
    @Override
    public String toString() {
        return "KeyAndChain[serial=%x, not after %s]"
                .formatted(leaf().getSerialNumber(), leaf().getNotAfter().toInstant());
    }
}
