package dev.portcullis.acme;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/// The one private key of a PEM file: PKCS#8 (RFC 5958), PKCS#1 RSA (RFC 8017) or SEC 1 EC (RFC 5915).
final class PrivateKeyBlock {

    private static final int SMALLEST_RSA_BITS = 2048;

    private PrivateKeyBlock() {}

    static PrivateKey of(PemFile file) throws CertificateTrouble {
        List<PrivateKeyInfo> keys = new ArrayList<>();
        for (Object block : file.blocks()) {
            keyInfo(file, block).ifPresent(keys::add);
        }
        if (keys.size() != 1) {
            throw new CertificateTrouble(
                    "%s: %s (expected: one private key: \"BEGIN PRIVATE KEY\", \"BEGIN RSA PRIVATE KEY\" or \"BEGIN EC PRIVATE KEY\"). %s"
                            .formatted(
                                    file.path(),
                                    keys.isEmpty() ? "no private key" : keys.size() + " private keys",
                                    keys.isEmpty()
                                            ? "Name the key file, not the certificate."
                                            : "Keep the one that belongs to the certificate."));
        }
        return decode(file, keys.getFirst());
    }

    private static Optional<PrivateKeyInfo> keyInfo(PemFile file, Object block) throws CertificateTrouble {
        return switch (block) {
            case PrivateKeyInfo pkcs8 -> Optional.of(pkcs8);
            case PEMKeyPair traditional -> Optional.of(traditional.getPrivateKeyInfo());
            case PEMEncryptedKeyPair ignored -> throw encrypted(file);
            case PKCS8EncryptedPrivateKeyInfo ignored -> throw encrypted(file);
            default -> Optional.empty();
        };
    }

    private static CertificateTrouble encrypted(PemFile file) {
        return new CertificateTrouble(("%s: the private key is encrypted (expected: a key without a pass phrase)."
                        + " Decrypt it once: openssl pkey -in %s -out key.pem, and keep key.pem at mode 0600.")
                .formatted(file.path(), file.path().getFileName()));
    }

    private static PrivateKey decode(PemFile file, PrivateKeyInfo info) throws CertificateTrouble {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        String name;
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            name = "RSA";
        } else if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            name = "EC";
        } else {
            throw new CertificateTrouble(
                    "%s: a key of algorithm %s (expected: RSA or EC, which every browser accepts). Issue the certificate again with such a key."
                            .formatted(file.path(), algorithm));
        }
        try {
            PrivateKey key = KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
            if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < SMALLEST_RSA_BITS) {
                throw new CertificateTrouble(
                        "%s: an RSA key of %d bits (expected: at least %d). Issue the certificate again with a larger key."
                                .formatted(file.path(), rsa.getModulus().bitLength(), SMALLEST_RSA_BITS));
            }
            return key;
        } catch (GeneralSecurityException | IOException broken) {
            // The cause is left out: its text may quote the key.
            throw new CertificateTrouble(
                    "%s: the %s key cannot be decoded: %s (expected: an RSA key, or an EC key on P-256, P-384 or P-521)."
                            .formatted(file.path(), name, broken.getClass().getSimpleName()));
        }
    }
}
