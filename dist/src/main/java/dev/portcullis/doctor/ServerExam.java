package dev.portcullis.doctor;

import dev.portcullis.admin.ProtectionReport;
import dev.portcullis.admin.StatusReport;
import dev.portcullis.doctor.Finding.Note;
import dev.portcullis.doctor.Finding.Ok;
import dev.portcullis.doctor.Finding.Problem;
import dev.portcullis.doctor.Finding.Warning;
import java.util.ArrayList;
import java.util.List;

/// How does the running server do, by its own account?
final class ServerExam implements Exam {

    /// More than a second's worth of a busy house.
    private static final long MANY_PENDING = 10_000;

    private final String version;

    /// @param version of this program
    ServerExam(String version) {
        this.version = version;
    }

    @Override
    public String about() {
        return "the server";
    }

    @Override
    public List<Finding> look(Patient patient) {
        return patient.status()
                .map(this::running)
                .orElseGet(() -> List.of(new Note(
                        Check.SERVER_RUNNING,
                        "no server runs with this configuration; what only a server knows was not looked at. Start it with:"
                                + " portcullis run")));
    }

    private List<Finding> running(StatusReport status) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Ok(
                Check.SERVER_RUNNING,
                "process %d serves on %s".formatted(status.pid(), String.join(", ", status.https()))));
        findings.add(ledger(status.protection()));
        for (String warning : status.warnings()) {
            findings.add(new Warning(
                    Check.SERVER_WARNINGS,
                    warning,
                    "The warning says what to do; it stands in portcullis status too."));
        }
        findings.add(natives(status));
        findings.add(version(status));
        return findings;
    }

    private static Finding ledger(ProtectionReport protection) {
        if (!protection.trouble().isEmpty()) {
            return new Problem(
                    Check.SERVER_LEDGER,
                    "bans and probes do not reach the disk: " + protection.trouble(),
                    "Make room on the disk of the state folder, and see that the server's user may write it. Bans are in"
                            + " force all the same; a restart would forget the latest.");
        }
        if (protection.lost() > 0 || protection.pending() > MANY_PENDING) {
            return new Warning(
                    Check.SERVER_LEDGER,
                    "%d events were never written down, %d wait for the disk"
                            .formatted(protection.lost(), protection.pending()),
                    "The disk of the state folder is too slow, or was full: move state to a faster one.");
        }
        return new Ok(Check.SERVER_LEDGER, "bans and probes are on the disk");
    }

    private static Finding natives(StatusReport status) {
        String found = "transport " + status.transport() + ", TLS " + status.tlsEngine();
        return status.transport().equals("epoll") && status.tlsEngine().equals("BoringSSL")
                ? new Ok(Check.MACHINE_NATIVES, found)
                : new Warning(
                        Check.MACHINE_NATIVES,
                        found + " (expected: epoll and BoringSSL): slower, and without post-quantum key exchange",
                        "Install the package for this processor. A folder for temporary files that is mounted noexec has"
                                + " the same effect: set -Djava.io.tmpdir to another one.");
    }

    private Finding version(StatusReport status) {
        int java = Runtime.version().feature();
        return status.version().equals(version)
                ? new Ok(Check.MACHINE_VERSION, "Portcullis " + version + ", Java " + java)
                : new Warning(
                        Check.MACHINE_VERSION,
                        "the server is of version " + status.version() + ", this command of version " + version,
                        "Restart the server: systemctl restart portcullis");
    }
}
