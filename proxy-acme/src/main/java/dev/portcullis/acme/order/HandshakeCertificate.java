package dev.portcullis.acme.order;

import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.KeyType;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The self-signed certificate that proves a name in a handshake (RFC 8737 §3): for that name alone, with the critical
/// extension `acmeIdentifier`, which no ordinary client accepts.
final class HandshakeCertificate {

    static final ASN1ObjectIdentifier ACME_IDENTIFIER = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

    private static final X500Name SUBJECT = new X500Name("CN=ACME challenge");
    private static final Duration VALID_AROUND_NOW = Duration.ofDays(7);
    private static final int SERIAL_BITS = 127;

    private final InstantSource time;
    private final SecureRandom random;

    HandshakeCertificate(InstantSource time, SecureRandom random) {
        this.time = time;
        this.random = random;
    }

    /// @param digest SHA-256 of the key authorization
    KeyAndChain of(String name, byte[] digest) {
        KeyPair key = CertificateKeys.make(KeyType.P256, random);
        Instant now = time.instant().truncatedTo(ChronoUnit.SECONDS);
        var builder = new JcaX509v3CertificateBuilder(
                SUBJECT,
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(now.minus(VALID_AROUND_NOW)),
                Date.from(now.plus(VALID_AROUND_NOW)),
                SUBJECT,
                key.getPublic());
        try {
            builder.addExtension(Extension.subjectAlternativeName, false, SigningRequest.alternatives(List.of(name)));
            builder.addExtension(ACME_IDENTIFIER, true, new DEROctetString(digest));
            var signer = new JcaContentSignerBuilder(CertificateKeys.signature(key.getPublic()))
                    .setSecureRandom(random)
                    .build(key.getPrivate());
            return new KeyAndChain(
                    key.getPrivate(), List.of(new JcaX509CertificateConverter().getCertificate(builder.build(signer))));
        } catch (IOException | GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException("handshake certificate: a P-256 key that cannot sign", impossible);
        }
    }
}
