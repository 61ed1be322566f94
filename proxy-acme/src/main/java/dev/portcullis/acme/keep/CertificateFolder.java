package dev.portcullis.acme.keep;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.acme.FileNames;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.PemFiles;
import dev.portcullis.acme.PemText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificates that authorities issued, each with its key in one file, so that one rename swaps both.
///
/// `<label>.pem` is the current one, `<label>.previous.pem` the one before it.
public final class CertificateFolder {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateFolder.class);

    private final Path folder;
    private final InstantSource time;
    private final Disk disk;

    /// @param folder `<state>/certificates/acme`; created with mode 0700 when something is first kept in it
    public CertificateFolder(Path folder, InstantSource time) {
        this(folder, time, Disk.PRIVATE);
    }

    /// @param disk in place of the real one
    public CertificateFolder(Path folder, InstantSource time, Disk disk) {
        this.folder = folder;
        this.time = time;
        this.disk = disk;
    }

    /// The kept certificate, however old; where its file is damaged, the previous one.
    ///
    /// A damaged file is renamed to `<label>.pem.damaged`, with a warning to the log; not on a disk that is only
    /// read.
    public Optional<KeyAndChain> read(String label) {
        return read(file(label, ".pem")).or(() -> read(file(label, ".previous.pem")));
    }

    /// Keeps a certificate; on the disk when this returns.
    public void write(String label, KeyAndChain pair) throws AcmeFailure {
        Path file = file(label, ".pem");
        try {
            if (Files.exists(file)) {
                disk.write(file(label, ".previous.pem"), Files.readAllBytes(file));
            }
            disk.write(file, PemText.of(pair));
        } catch (IOException failed) {
            throw Unusable.failure(file, "the new certificate cannot be written", failed);
        }
    }

    private Path file(String label, String ending) {
        return folder.resolve(FileNames.of(label) + ending);
    }

    private Optional<KeyAndChain> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (!Files.isReadable(file)) {
            if (disk.isWritable()) {
                LOG.warn(
                        "{}: not readable by user {} (expected: its owner). The certificate in it is not used.",
                        file,
                        System.getProperty("user.name", "?"));
            }
            return Optional.empty();
        }
        try {
            return Optional.of(PemFiles.read(file, file, time.instant()).pair());
        } catch (CertificateTrouble damaged) {
            setAside(file, damaged);
            return Optional.empty();
        }
    }

    private void setAside(Path file, CertificateTrouble damaged) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        if (!disk.isWritable()) {
            LOG.warn("{} A server that starts sets it aside.", damaged.getMessage());
            return;
        }
        try {
            disk.rename(file, aside);
            LOG.warn("{} Set aside as {}.", damaged.getMessage(), aside.getFileName());
        } catch (IOException failed) {
            LOG.warn("{} It could not be set aside: {}.", damaged.getMessage(), Unusable.reason(failed));
        }
    }
}
