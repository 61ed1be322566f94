package dev.portcullis.doctor;

import dev.portcullis.house.HouseProbe;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Has everything looked at, at the same time, and puts the findings in order.
public final class Doctor {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Exam> exams;

    Doctor(List<Exam> exams) {
        this.exams = List.copyOf(exams);
    }

    /// One who looks at everything.
    ///
    /// @param version of this program
    /// @param own the addresses of this machine
    /// @param interfaces the networks that its interfaces stand in
    public static Doctor of(String version, Collection<Address> own, Collection<Cidr> interfaces, InstantSource clock) {
        HouseProbe probe = new HouseProbe(PATIENCE, clock);
        return new Doctor(List.of(
                new ServerExam(version),
                new UpstreamExam(probe),
                new AroundExam(probe, own),
                new CertificateExam(clock),
                new ExposureExam(interfaces),
                new ProtectionExam(),
                new MachineExam()));
    }

    /// What there is to say of a configuration that cannot be used: nothing else can be looked at.
    public static Diagnosis unusable(List<String> problems) {
        return new Diagnosis(problems.stream()
                .<Finding>map(problem -> new Finding.Problem(
                        Check.CONFIG_VALID,
                        problem,
                        "Mend the line; portcullis check shows them all. Then ask again: nothing else was looked at."))
                .toList());
    }

    /// What there is to say where there is no configuration.
    public static Diagnosis absent(String problem) {
        return new Diagnosis(List.of(new Finding.Problem(
                Check.CONFIG_VALID, problem, "Write one with portcullis init, or name another with --config FILE.")));
    }

    /// Looks at everything.
    ///
    /// @param waitingFor told what is being waited for, again and again
    public Diagnosis examine(Patient patient, Consumer<String> waitingFor) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding.Ok(Check.CONFIG_VALID, patient.file() + " can be used"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Exam, Future<List<Finding>>> looks = new LinkedHashMap<>();
            exams.forEach(exam -> looks.put(exam, threads.submit(() -> exam.look(patient))));
            looks.forEach((exam, look) -> {
                waitingFor.accept(exam.about());
                findings.addAll(result(exam, look));
            });
        }
        findings.sort(Comparator.comparing(Finding::check));
        return new Diagnosis(findings);
    }

    private static List<Finding> result(Exam exam, Future<List<Finding>> look) {
        try {
            return look.get();
        } catch (ExecutionException bug) {
            return List.of(new Finding.Warning(
                    Check.SERVER_WARNINGS,
                    exam.about() + ": could not be looked at: " + bug.getCause(),
                    "This is an error of Portcullis itself; please report it with this line."));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of(new Finding.Note(Check.SERVER_WARNINGS, exam.about() + ": given up half way"));
        }
    }
}
