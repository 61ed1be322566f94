package dev.portcullis.acme.order;

import dev.portcullis.acme.KeyType;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/// The keys that certificates are for.
final class CertificateKeys {

    private CertificateKeys() {}

    static KeyPair make(KeyType type, SecureRandom random) {
        return switch (type) {
            case P256 -> make("EC", new ECGenParameterSpec("secp256r1"), random);
            case P384 -> make("EC", new ECGenParameterSpec("secp384r1"), random);
            case RSA2048 -> make("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4), random);
            case RSA4096 -> make("RSA", new RSAKeyGenParameterSpec(4096, RSAKeyGenParameterSpec.F4), random);
        };
    }

    private static KeyPair make(String algorithm, AlgorithmParameterSpec spec, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(spec, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("certificate key: this JDK cannot make " + algorithm, impossible);
        }
    }

    /// Whether a key is of that type, so that an order begun with it is still what is wanted.
    static boolean isOf(PublicKey key, KeyType type) {
        return switch (type) {
            case P256 -> isOnCurve(key, 256);
            case P384 -> isOnCurve(key, 384);
            case RSA2048 -> isRsa(key, 2048);
            case RSA4096 -> isRsa(key, 4096);
        };
    }

    private static boolean isOnCurve(PublicKey key, int bits) {
        return key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == bits;
    }

    private static boolean isRsa(PublicKey key, int bits) {
        return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() == bits;
    }

    /// The JCA name of the signature that suits the key.
    static String signature(PublicKey key) {
        if (isOnCurve(key, 384)) {
            return "SHA384withECDSA";
        }
        return key instanceof ECPublicKey ? "SHA256withECDSA" : "SHA256withRSA";
    }
}
