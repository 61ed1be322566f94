package dev.portcullis.doctor;

import dev.portcullis.config.Config;
import dev.portcullis.config.Config.CertificateSource;
import dev.portcullis.doctor.Finding.Note;
import dev.portcullis.doctor.Finding.Ok;
import dev.portcullis.doctor.Finding.Problem;
import dev.portcullis.doctor.Finding.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Who else can read what is secret, and is there room on the disk?
final class MachineExam implements Exam {

    private static final long MIB = 1024L * 1024;
    private static final long LITTLE = 200 * MIB;
    private static final long NEARLY_NOTHING = 20 * MIB;
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);

    @Override
    public String about() {
        return "files and disk";
    }

    @Override
    public List<Finding> look(Patient patient) {
        Config config = patient.config();
        List<Finding> findings = new ArrayList<>();
        open(patient.file(), OTHERS, "0640", findings);
        config.sites().forEach(site -> {
            if (site.certificate() instanceof CertificateSource.FromFiles files) {
                open(files.key(), OTHERS, "0640", findings);
            }
        });
        if (Files.isDirectory(config.state())) {
            Set<PosixFilePermission> anybodyElse = Set.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE);
            open(config.state(), anybodyElse, "0700", findings);
            inState(config.state(), findings);
            findings.add(room(config.state()));
        } else {
            findings.add(new Note(
                    Check.MACHINE_FILES, config.state() + ": there is no state folder yet; the server makes it"));
        }
        if (findings.stream().noneMatch(finding -> finding.check() == Check.MACHINE_FILES)) {
            findings.add(new Ok(Check.MACHINE_FILES, "nobody else reads the configuration, keys and state"));
        }
        return findings;
    }

    private static void inState(Path state, List<Finding> findings) {
        try (Stream<Path> files = Files.list(state)) {
            files.filter(Files::isRegularFile).sorted().forEach(file -> open(file, OTHERS, "0600", findings));
        } catch (IOException _) {
            findings.add(
                    new Note(Check.MACHINE_FILES, state + ": cannot be looked into as this user; ask again with sudo"));
        }
    }

    /// Webhook ids and tokens stand in the configuration; who writes it decides what is exposed.
    private static void open(Path file, Set<PosixFilePermission> tooMuch, String mode, List<Finding> findings) {
        try {
            Set<PosixFilePermission> has = Files.getPosixFilePermissions(file);
            if (has.stream().anyMatch(tooMuch::contains)) {
                findings.add(new Problem(
                        Check.MACHINE_FILES,
                        file + ": other users of this machine may read or write it",
                        "chmod " + mode + " " + file));
            }
        } catch (IOException | UnsupportedOperationException unknown) {
            findings.add(new Note(Check.MACHINE_FILES, file + ": its mode cannot be seen: " + unknown.getMessage()));
        }
    }

    private static Finding room(Path state) {
        try {
            long left = Files.getFileStore(state).getUsableSpace();
            String found = state + ": " + left / MIB + " MiB left on its disk";
            String repair = "Make room on the disk of " + state + ": bans and certificates are kept there.";
            if (left < NEARLY_NOTHING) {
                return new Problem(Check.MACHINE_DISK, found, repair);
            }
            return left < LITTLE ? new Warning(Check.MACHINE_DISK, found, repair) : new Ok(Check.MACHINE_DISK, found);
        } catch (IOException unknown) {
            return new Note(Check.MACHINE_DISK, state + ": its room cannot be seen: " + unknown.getMessage());
        }
    }
}
