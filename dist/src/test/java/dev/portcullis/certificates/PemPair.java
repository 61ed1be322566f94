package dev.portcullis.certificates;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.SelfSignedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;

/// A certificate and its key in two files, as certbot leaves them.
public record PemPair(Path certificate, Path key, KeyAndChain pair) {

    private static final String BETWEEN = "-----END PRIVATE KEY-----\n";

    /// A new pair for these names, in a folder of its own.
    public static PemPair make(Path folder, String... names) throws CertificateTrouble, IOException {
        KeyAndChain pair = new SelfSignedStore(folder, InstantSource.system(), new SecureRandom())
                .obtain("both", List.of(names))
                .pair();
        String both = Files.readString(folder.resolve("both.pem"));
        int end = both.indexOf(BETWEEN) + BETWEEN.length();
        Path key = Files.writeString(folder.resolve("privkey.pem"), both.substring(0, end));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path certificate = Files.writeString(folder.resolve("fullchain.pem"), both.substring(end));
        return new PemPair(certificate, key, pair);
    }

    public X509Certificate leaf() {
        return pair.leaf();
    }
}
