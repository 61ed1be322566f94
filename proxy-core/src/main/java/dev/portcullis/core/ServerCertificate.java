package dev.portcullis.core;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A private key and the certificate chain that vouches for it, leaf first.
///
/// Compared by identity: a renewed certificate is a new object, and that is how the data plane notices the swap.
public final class ServerCertificate {

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    /// @throws IllegalArgumentException if the chain is empty
    public ServerCertificate(PrivateKey key, List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("certificate chain: empty (expected: at least the leaf)");
        }
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    public PrivateKey key() {
        return key;
    }

    /// The leaf comes first; the root is usually left out.
    public List<X509Certificate> chain() {
        return chain;
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }
}
