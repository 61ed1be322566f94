package dev.portcullis.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plays reports one after the other, as if work went on between two looks.
public final class FakeCertificateDesk implements CertificateDesk {

    private final List<CertsReport> reports = new ArrayList<>();
    private final List<CertTestReport> tests = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private RenewAnswer answer = new RenewAnswer.NoSuchName();
    private boolean busy;

    /// Tells these, the last one for ever.
    public FakeCertificateDesk(CertsReport... told) {
        reports.addAll(List.of(told));
    }

    public void answers(RenewAnswer next) {
        answer = next;
    }

    public void tells(CertTestReport... told) {
        tests.addAll(List.of(told));
    }

    public void isBusy() {
        busy = true;
    }

    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public synchronized CertsReport report() {
        return reports.size() > 1 ? reports.removeFirst() : reports.getFirst();
    }

    @Override
    public RenewAnswer renew(Optional<String> name) {
        asked.add("renew " + name.orElse("all"));
        return answer;
    }

    @Override
    public boolean test(Optional<String> name) {
        asked.add("test " + name.orElse("all"));
        return !busy;
    }

    @Override
    public synchronized CertTestReport testReport() {
        return tests.isEmpty() ? CertTestReport.NONE : tests.size() > 1 ? tests.removeFirst() : tests.getFirst();
    }
}
