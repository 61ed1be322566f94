package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom we believe to be an authority: what the system trusts, and what the owner adds.
final class Roots {

    private static final int LARGEST = 1 << 20;

    private Roots() {}

    /// @param caFile roots in PEM that are trusted besides the system's
    static SSLContext trust(Optional<Path> caFile) throws AcmeFailure {
        Collection<? extends Certificate> added = caFile.isPresent() ? read(caFile.get()) : List.of();
        try {
            KeyStore roots = KeyStore.getInstance("PKCS12");
            roots.load(null, null);
            int count = 0;
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager system) {
                    for (X509Certificate root : system.getAcceptedIssuers()) {
                        roots.setCertificateEntry("system-" + count++, root);
                    }
                }
            }
            for (Certificate root : added) {
                roots.setCertificateEntry("added-" + count++, root);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(roots), null);
            return context;
        } catch (GeneralSecurityException | IOException broken) {
            throw new AcmeFailure(
                    AcmeTrouble.of(
                            Cause.UNTRUSTED,
                            "trusted roots",
                            "cannot be put together: " + broken.getMessage(),
                            "Check the Java installation's cacerts file, and ca_file."),
                    broken);
        }
    }

    private static TrustManager[] managers(@Nullable KeyStore roots) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots);
        return factory.getTrustManagers();
    }

    private static Collection<? extends Certificate> read(Path file) throws AcmeFailure {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw unusable(file, "larger than " + LARGEST / 1024 + " KiB", null);
            }
            Collection<? extends Certificate> roots =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
            if (roots.isEmpty()) {
                throw unusable(file, "no certificate in it", null);
            }
            return roots;
        } catch (IOException failed) {
            throw unusable(file, "cannot be read (" + failed.getClass().getSimpleName() + ")", failed);
        } catch (CertificateException broken) {
            throw unusable(file, "not certificates in PEM form", broken);
        }
    }

    private static AcmeFailure unusable(Path file, String found, @Nullable Exception cause) {
        return new AcmeFailure(
                AcmeTrouble.of(
                        Cause.UNTRUSTED,
                        "ca_file " + file,
                        found,
                        "Put the root certificate of your own authority there, in PEM form, readable by Portcullis."),
                cause);
    }
}
