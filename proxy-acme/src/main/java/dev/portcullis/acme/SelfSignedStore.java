package dev.portcullis.acme;

import dev.portcullis.acme.store.PrivateFile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.util.IPAddress;

/// Self-signed certificates that outlive a restart, so that a browser's exception for them does too.
///
/// Each is one file, `<folder>/<label>.pem`, with the key first and then the certificate: one rename swaps both.
public final class SelfSignedStore {

    private static final Duration RENEWED_BEFORE_END = Duration.ofDays(30);
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final Path folder;
    private final InstantSource clock;
    private final SecureRandom random;

    /// @param folder `<state>/certificates/self-signed`; created with mode 0700 when something is first kept in it
    public SelfSignedStore(Path folder, InstantSource clock, SecureRandom random) {
        this.folder = folder;
        this.clock = clock;
        this.random = random;
    }

    /// The kept certificate if it is for exactly these names and valid for more than 30 days, else a new one.
    ///
    /// A file that cannot be used is renamed to `<label>.pem.damaged`, with a warning.
    ///
    /// @param label names the file; what does not suit a file name is replaced by `_`
    /// @param names as in [SelfSigned#create]
    public Loaded obtain(String label, List<String> names) throws CertificateTrouble {
        Path file = folder.resolve(fileName(label));
        try {
            if (!Files.exists(file)) {
                return create(file, names, List.of());
            }
            Loaded kept;
            try {
                kept = PemFiles.read(file, file, clock.instant());
            } catch (CertificateTrouble damaged) {
                return create(file, names, List.of(setAside(file, damaged)));
            }
            return isGood(kept.pair().leaf(), names) ? kept : create(file, names, List.of());
        } catch (IOException failed) {
            throw new CertificateTrouble(
                    "%s: cannot be written: %s (expected: a folder that user %s may write). Check its owner and the free space."
                            .formatted(file, PemFile.reason(failed), System.getProperty("user.name", "?")),
                    failed);
        }
    }

    private String setAside(Path file, CertificateTrouble damaged) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        PrivateFile.rename(file, aside);
        return "%s Set aside as %s; a new self-signed certificate takes its place."
                .formatted(damaged.getMessage(), aside.getFileName());
    }

    private Loaded create(Path file, List<String> names, List<String> warnings) throws IOException {
        KeyAndChain fresh = SelfSigned.create(names, clock, random);
        PrivateFile.createFolder(folder);
        PrivateFile.write(file, pem(fresh).getBytes(StandardCharsets.US_ASCII));
        return new Loaded(fresh, warnings);
    }

    private boolean isGood(X509Certificate leaf, List<String> names) {
        return clock.instant()
                        .plus(RENEWED_BEFORE_END)
                        .isBefore(leaf.getNotAfter().toInstant())
                && canonical(names).equals(namesIn(leaf));
    }

    private static Set<String> namesIn(X509Certificate leaf) {
        try {
            Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
            Set<String> names = new HashSet<>();
            if (alternatives != null) {
                alternatives.forEach(entry -> names.add(canonical(String.valueOf(entry.get(1)))));
            }
            return names;
        } catch (CertificateParsingException ignored) {
            return Set.of();
        }
    }

    private static Set<String> canonical(List<String> names) {
        Set<String> canonical = new HashSet<>();
        names.forEach(name -> canonical.add(canonical(name)));
        return canonical;
    }

    /// An IPv6 address has many spellings, and the JDK gives back another one than we put in.
    private static String canonical(String name) {
        return IPAddress.isValidIPv6(name)
                ? InetAddress.ofLiteral(name).getHostAddress()
                : name.toLowerCase(Locale.ROOT);
    }

    private static String fileName(String label) {
        StringBuilder name = new StringBuilder();
        label.toLowerCase(Locale.ROOT)
                .chars()
                .forEach(c -> name.append(isPlain(c) || (c == '.' && !name.isEmpty()) ? (char) c : '_'));
        return name.append(".pem").toString();
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }

    private static String pem(KeyAndChain pair) {
        try {
            return block("PRIVATE KEY", pair.key().getEncoded())
                    + block("CERTIFICATE", pair.leaf().getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("self-signed certificate: cannot be encoded", impossible);
        }
    }

    private static String block(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + PEM.encodeToString(der) + "\n-----END " + type + "-----\n";
    }
}
