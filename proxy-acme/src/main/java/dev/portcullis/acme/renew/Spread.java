package dev.portcullis.acme.renew;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;

/// A random number that a certificate brings with it: the same after a restart and on another machine.
final class Spread {

    private Spread() {}

    /// In [0, 1), out of the certificate's hash.
    static double of(X509Certificate leaf) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
            return Integer.toUnsignedLong(ByteBuffer.wrap(hash).getInt()) / (double) (1L << 32);
        } catch (GeneralSecurityException _) {
            return 0;
        }
    }
}
