package dev.portcullis.acme.order;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// Signs certificates for tests: real ones, by an intermediate whose root stays in the drawer.
public final class TestIssuer {

    private static final X500Name ROOT = new X500Name("CN=Test Root");
    private static final X500Name INTERMEDIATE = new X500Name("CN=Test Intermediate");

    private final KeyPair key = keyPair();
    private final X509Certificate certificate;
    private long serial = 1000;

    public TestIssuer() {
        KeyPair root = keyPair();
        certificate = sign(
                ROOT,
                root,
                INTERMEDIATE,
                key.getPublic(),
                Instant.parse("2020-01-01T00:00:00Z"),
                Instant.parse("2060-01-01T00:00:00Z"),
                List.of());
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /// The chain for a signing request, leaf first, dated back by an hour as Let's Encrypt does it.
    ///
    /// @param names in the certificate, whatever the request says
    public List<X509Certificate> issue(byte[] csr, List<String> names, Instant now, Duration lifetime) {
        return issue(publicKey(csr), names, now, lifetime);
    }

    /// The same for a key.
    public List<X509Certificate> issue(PublicKey subjectKey, List<String> names, Instant now, Duration lifetime) {
        Instant from = now.minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        return List.of(
                sign(INTERMEDIATE, key, new X500Name(""), subjectKey, from, from.plus(lifetime), names), certificate);
    }

    /// The key of a signing request whose signature is right.
    public static PublicKey publicKey(byte[] csr) {
        try {
            var request = new JcaPKCS10CertificationRequest(csr);
            PublicKey key = request.getPublicKey();
            if (!request.isSignatureValid(
                    new org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder().build(key))) {
                throw new AssertionError("signing request: a bad signature");
            }
            return key;
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate sign(
            X500Name issuer,
            KeyPair issuerKey,
            X500Name subject,
            PublicKey subjectKey,
            Instant from,
            Instant until,
            List<String> names) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer, BigInteger.valueOf(++serial), Date.from(from), Date.from(until), subject, subjectKey);
            if (!names.isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, true, SigningRequest.alternatives(names));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
