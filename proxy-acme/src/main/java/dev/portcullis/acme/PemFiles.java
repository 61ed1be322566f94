package dev.portcullis.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;

/// Certificates that the owner keeps in PEM files.
public final class PemFiles {

    private static final String CHAIN = "a certificate chain";
    private static final String KEY = "a private key";

    private PemFiles() {}

    /// Reads a chain and its key and checks that they can be used together.
    ///
    /// @param certificate the leaf, then its intermediates
    /// @param key one unencrypted key; may be the same file
    /// @param now to judge the validity; a chain outside of it is usable with a warning
    public static Loaded read(Path certificate, Path key, Instant now) throws CertificateTrouble {
        List<X509Certificate> chain = chain(PemFile.read(certificate, CHAIN));
        PrivateKey privateKey = PrivateKeyBlock.of(PemFile.read(key, KEY));
        requireMatch(certificate, key, chain, privateKey);

        List<String> warnings = new ArrayList<>();
        warnOfOrder(certificate, chain, warnings);
        warnOfValidity(certificate, chain.getFirst(), now, warnings);
        warnOfMode(key, warnings);
        return new Loaded(new KeyAndChain(privateKey, chain), warnings);
    }

    private static List<X509Certificate> chain(PemFile file) throws CertificateTrouble {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Object block : file.blocks()) {
                if (block instanceof X509CertificateHolder holder) {
                    chain.add((X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
                }
            }
        } catch (CertificateException | IOException broken) {
            throw new CertificateTrouble(
                    "%s: certificate %d cannot be decoded (expected: X.509). Copy the file again from where it was issued."
                            .formatted(file.path(), chain.size() + 1),
                    broken);
        }
        if (chain.isEmpty()) {
            throw new CertificateTrouble(
                    "%s: no certificate (expected: \"BEGIN CERTIFICATE\"). Name the certificate file, not the key."
                            .formatted(file.path()));
        }
        return chain;
    }

    private static void requireMatch(Path certificate, Path key, List<X509Certificate> chain, PrivateKey privateKey)
            throws CertificateTrouble {
        for (int i = 0; i < chain.size(); i++) {
            if (KeyMatch.belongTogether(privateKey, chain.get(i).getPublicKey())) {
                if (i == 0) {
                    return;
                }
                throw new CertificateTrouble(
                        "%s: the certificate of the key is number %d of %d (expected: the first, its issuers after it). Reorder the file."
                                .formatted(certificate, i + 1, chain.size()));
            }
        }
        throw new CertificateTrouble(
                "%s: does not belong to the certificate in %s (expected: the key that it was issued for). Compare: openssl pkey -in KEY -pubout; openssl x509 -in CERTIFICATE -pubkey -noout."
                        .formatted(key, certificate));
    }

    /// RFC 8446 §4.4.2: each certificate should certify the one before it; many clients cope when it does not.
    private static void warnOfOrder(Path certificate, List<X509Certificate> chain, List<String> warnings) {
        for (int i = 1; i < chain.size(); i++) {
            if (!KeyMatch.issued(chain.get(i), chain.get(i - 1))) {
                warnings.add(
                        "%s: certificate %d did not issue certificate %d (expected: leaf, then its issuer, then the issuer's). Some clients will not trust it."
                                .formatted(certificate, i + 1, i));
            }
        }
    }

    private static void warnOfValidity(Path certificate, X509Certificate leaf, Instant now, List<String> warnings) {
        Instant from = leaf.getNotBefore().toInstant();
        Instant until = leaf.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            warnings.add("%s: expired at %s (expected: a valid certificate). Browsers will refuse it: renew it."
                    .formatted(certificate, until));
        } else if (now.isBefore(from)) {
            warnings.add("%s: not valid before %s (expected: a valid certificate). Check this machine's clock."
                    .formatted(certificate, from));
        }
    }

    private static void warnOfMode(Path key, List<String> warnings) {
        try {
            if (Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ)) {
                warnings.add("%s: every user of this machine may read the key (expected: mode 0600). Run: chmod 600 %s"
                        .formatted(key, key));
            }
        } catch (IOException | UnsupportedOperationException ignored) {
            // A file system without modes has nothing to warn of.
        }
    }
}
