package dev.portcullis.acme;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/// Certificates that nobody but Portcullis vouches for: P-256, valid for a year, good for TLS servers only.
public final class SelfSigned {

    private static final Duration VALID = Duration.ofDays(365);
    /// A client whose clock is a little slow still sees a certificate that is valid.
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final X500Name SUBJECT = new X500Name("CN=Portcullis self-signed");
    /// Positive and at most 20 octets, as RFC 5280 §4.1.2.2 demands.
    private static final int SERIAL_BITS = 127;

    private SelfSigned() {}

    /// A new key and the certificate for it.
    ///
    /// @param names host names (also `*.name`) and IP addresses without brackets, in ASCII; at least one
    /// @throws IllegalArgumentException if there is no name or one is not ASCII
    public static KeyAndChain create(List<String> names, InstantSource clock, SecureRandom random) {
        GeneralNames alternatives = alternatives(names);
        Instant from = clock.instant().minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            return new KeyAndChain(pair.getPrivate(), List.of(certificate(pair, alternatives, from, random)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
            throw new IllegalStateException("self-signed certificate: P-256 is missing in this JDK", impossible);
        }
    }

    private static X509Certificate certificate(
            KeyPair pair, GeneralNames alternatives, Instant from, SecureRandom random)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        BigInteger serial = new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                SUBJECT, serial, Date.from(from), Date.from(from.plus(VALID)), SUBJECT, pair.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA")
                .setSecureRandom(random)
                .build(pair.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static GeneralNames alternatives(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("self-signed certificate: no names (expected: at least one)");
        }
        return new GeneralNames(names.stream().map(SelfSigned::alternative).toArray(GeneralName[]::new));
    }

    private static GeneralName alternative(String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "self-signed certificate: a name that is empty or not printable ASCII (expected: a host name or an IP address)");
        }
        return new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }
}
