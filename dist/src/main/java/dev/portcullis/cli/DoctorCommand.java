package dev.portcullis.cli;

import dev.portcullis.admin.CertsReport;
import dev.portcullis.admin.StatusReport;
import dev.portcullis.cli.Invocation.CallFailed;
import dev.portcullis.doctor.Diagnosis;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// `doctor`: what is wrong, and how to mend it.
final class DoctorCommand {

    /// Of half a second each.
    private static final int PATIENCE = 4;

    private DoctorCommand() {}

    static Command of() {
        Command doctor = Command.of(
                        "doctor",
                        "Looks for whatever is wrong or open, from Home Assistant's settings to file modes, and says how"
                                + " to mend it. Changes nothing; works with and without a running server.",
                        DoctorCommand::run)
                .withJson();
        doctor.spec().usageMessage().footer("", "Exit code 1 when there is a problem; warnings alone are 0.");
        return doctor;
    }

    private static int run(Invocation invocation) throws UsageTrouble, CallFailed {
        Optional<StatusReport> status =
                invocation.ask("GET", "/v1/status", Map.of()).flatMap(StatusReport::parse);
        Optional<CertsReport> certificates = status.isPresent()
                ? invocation.ask("GET", "/v1/certs", Map.of()).flatMap(CertsReport::parse)
                : Optional.empty();
        Console console = invocation.console();
        Diagnosis diagnosis = examined(invocation, status, certificates);
        if (invocation.json()) {
            console.out().println(diagnosis.toJson());
        } else {
            console.out().print(DoctorText.of(diagnosis, console.paint()));
        }
        return diagnosis.anyProblem() ? 1 : 0;
    }

    /// On a terminal, what is waited for stands there from the second second on.
    private static Diagnosis examined(
            Invocation invocation, Optional<StatusReport> status, Optional<CertsReport> certificates)
            throws UsageTrouble {
        AtomicReference<String> waitingFor = new AtomicReference<>("");
        PrintWriter err = invocation.console().err();
        Thread teller = Thread.ofVirtual().unstarted(() -> {
            for (int look = 1; invocation.around().quickly().next(); look++) {
                if (look >= PATIENCE) {
                    err.printf("\r%-60s", "looking at " + waitingFor.get() + " …");
                    err.flush();
                }
            }
            err.print("\r" + " ".repeat(60) + "\r");
            err.flush();
        });
        if (invocation.around().terminal()) {
            teller.start();
        }
        try {
            return invocation.program().doctor(invocation.places(), status, certificates, waitingFor::set);
        } finally {
            teller.interrupt();
            try {
                teller.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
