package dev.portcullis.certificates;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.acme.Loaded;
import dev.portcullis.acme.Names;
import dev.portcullis.acme.PemFiles;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A certificate and its key in files that the owner keeps, for the hosts of one site.
public record FilePair(Path certificate, Path key, List<String> hosts) {

    public FilePair {
        hosts = List.copyOf(hosts);
    }

    /// Reads both; warns also of hosts that the certificate is not for.
    ///
    /// @throws CertificateTrouble if they cannot be used
    public Loaded read(Instant now) throws CertificateTrouble {
        Loaded loaded = PemFiles.read(certificate, key, now);
        List<String> missing = uncovered(loaded.pair().leaf());
        if (missing.isEmpty()) {
            return loaded;
        }
        List<String> warnings = new ArrayList<>(loaded.warnings());
        warnings.add(
                "%s: not for %s (expected: a certificate for each host of its site). Browsers refuse it there: have it issued for all of them."
                        .formatted(certificate, String.join(", ", missing)));
        return new Loaded(loaded.pair(), warnings);
    }

    private List<String> uncovered(X509Certificate leaf) {
        Set<String> names = Names.in(leaf);
        return hosts.stream().filter(host -> !Names.covers(names, host)).toList();
    }
}
