package dev.portcullis.acme;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/// A leaf with its issuer, made for one test.
record TestChain(KeyPair leafKey, X509Certificate leaf, X509Certificate issuer) {

    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    static TestChain of(String algorithm, int bits) {
        return of(algorithm, bits, NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(60)));
    }

    static TestChain of(String algorithm, int bits, Instant from, Instant until) {
        KeyPair issuerKey = keyPair("EC", 256);
        KeyPair leafKey = keyPair(algorithm, bits);
        X509Certificate issuer = sign("CN=issuer", issuerKey, "CN=issuer", issuerKey, from, until);
        X509Certificate leaf = sign("CN=leaf", leafKey, "CN=issuer", issuerKey, from, until);
        return new TestChain(leafKey, leaf, issuer);
    }

    static KeyPair keyPair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static X509Certificate sign(
            String subject, KeyPair subjectKey, String issuer, KeyPair issuerKey, Instant from, Instant until) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Name(issuer),
                    BigInteger.TEN,
                    Date.from(from),
                    Date.from(until),
                    new X500Name(subject),
                    subjectKey.getPublic());
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    PrivateKey key() {
        return leafKey.getPrivate();
    }

    static String pem(Object... objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /// As `openssl ecparam -genkey` writes it: the curve in a block of its own, and again in the key (RFC 5915).
    static String sec1(PrivateKey key) {
        try {
            var full = new org.bouncycastle.asn1.sec.ECPrivateKey(
                    256, ((ECPrivateKey) key).getS(), SECObjectIdentifiers.secp256r1);
            return pem(
                    new PemObject("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded()),
                    new PemObject("EC PRIVATE KEY", full.getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String pkcs8(PrivateKey key) {
        try {
            return pem(new JcaPKCS8Generator(key, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
