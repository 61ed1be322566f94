package dev.portcullis.acme;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/// Which key belongs to which certificate, shown by a signature and not by comparing numbers.
final class KeyMatch {

    private static final byte[] PROBE = "portcullis".getBytes(StandardCharsets.US_ASCII);

    private KeyMatch() {}

    static boolean belongTogether(PrivateKey key, PublicKey candidate) {
        if (!key.getAlgorithm().equals(candidate.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature =
                    Signature.getInstance("RSA".equals(key.getAlgorithm()) ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(candidate);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException ignored) {
            return false;
        }
    }

    static boolean issued(X509Certificate issuer, X509Certificate subject) {
        if (!issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal())) {
            return false;
        }
        try {
            subject.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException ignored) {
            return false;
        }
    }
}
