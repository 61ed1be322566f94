package dev.portcullis.acme;

import dev.portcullis.acme.store.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Self-signed certificates that outlive a restart, so that a browser's exception for them does too.
///
/// Each is one file, `<folder>/<label>.pem`, with the key first and then the certificate: one rename swaps both.
public final class SelfSignedStore {

    private static final Duration RENEWED_BEFORE_END = Duration.ofDays(30);

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
        Path file = folder.resolve(FileNames.of(label) + ".pem");
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
        PrivateFile.write(file, PemText.of(fresh));
        return new Loaded(fresh, warnings);
    }

    private boolean isGood(X509Certificate leaf, List<String> names) {
        return clock.instant()
                        .plus(RENEWED_BEFORE_END)
                        .isBefore(leaf.getNotAfter().toInstant())
                && Names.canonical(names).equals(Names.in(leaf));
    }
}
