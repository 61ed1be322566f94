package dev.portcullis.app;

import dev.portcullis.admin.CertTestReport;
import dev.portcullis.admin.CertificateDesk;
import dev.portcullis.admin.CertsReport;
import java.util.Optional;
import java.util.function.Supplier;

/// The desk of whatever certificates there are now.
final class CurrentDesk implements CertificateDesk {

    private final Supplier<CertificateDesk> current;

    CurrentDesk(Supplier<CertificateDesk> current) {
        this.current = current;
    }

    @Override
    public CertsReport report() {
        return current.get().report();
    }

    @Override
    public RenewAnswer renew(Optional<String> name) {
        return current.get().renew(name);
    }

    @Override
    public boolean test(Optional<String> name) {
        return current.get().test(name);
    }

    @Override
    public CertTestReport testReport() {
        return current.get().testReport();
    }
}
