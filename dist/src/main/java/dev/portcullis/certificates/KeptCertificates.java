package dev.portcullis.certificates;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.PemFiles;
import dev.portcullis.acme.PendingChallenges;
import dev.portcullis.acme.keep.Disk;
import dev.portcullis.acme.renew.CertificateState;
import dev.portcullis.acme.renew.Renewals;
import dev.portcullis.admin.CertEntry;
import dev.portcullis.admin.CertTroubleEntry;
import dev.portcullis.admin.CertsReport;
import dev.portcullis.certificates.ServedCertificate.Source;
import dev.portcullis.config.Config;
import dev.portcullis.config.Config.CertificateSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What is known of certificates while no server runs. Changes nothing on the disk, whatever is found there, so
/// that whoever asks leaves no file behind that the server could not read.
public final class KeptCertificates {

    private KeptCertificates() {}

    public static CertsReport report(Config config, InstantSource time) {
        Renewals renewals = AcmeWork.renewals(
                config, new PendingChallenges(), new CertificateLog((_, _) -> {}), Disk.READ_ONLY, time);
        Map<String, CertificateState> states =
                renewals.states().stream().collect(Collectors.toMap(CertificateState::label, Function.identity()));
        Instant now = time.instant();
        List<CertEntry> entries =
                config.sites().stream().map(site -> entry(site, states, now)).toList();
        return new CertsReport(now, entries);
    }

    private static CertEntry entry(Config.Site site, Map<String, CertificateState> states, Instant now) {
        return switch (site.certificate()) {
            case CertificateSource.FromFiles files -> fromFiles(site.hosts(), files, now);
            case CertificateSource.SelfSigned _ -> unknown(site.hosts(), Source.SELF_SIGNED, Optional.empty());
            case CertificateSource.Acme _ -> {
                CertificateState state =
                        Objects.requireNonNull(states.get(site.hosts().getFirst()));
                boolean valid = state.until().filter(now::isBefore).isPresent();
                yield CertificateEntries.of(state, valid ? Source.ACME : Source.SELF_SIGNED);
            }
        };
    }

    private static CertEntry fromFiles(List<String> names, CertificateSource.FromFiles files, Instant now) {
        try {
            KeyAndChain pair =
                    PemFiles.read(files.certificate(), files.key(), now).pair();
            return CertEntry.kept(
                    names,
                    Source.FILES.key(),
                    pair.leaf().getNotBefore().toInstant(),
                    pair.leaf().getNotAfter().toInstant());
        } catch (CertificateTrouble e) {
            return unknown(
                    names,
                    Source.FILES,
                    Optional.of(new CertTroubleEntry(
                            "files_unusable",
                            "certificates.files",
                            String.valueOf(e.getMessage()),
                            "The server does not start until it can use both files.",
                            true,
                            Optional.empty())));
        }
    }

    private static CertEntry unknown(List<String> names, Source source, Optional<CertTroubleEntry> trouble) {
        return new CertEntry(
                names.getFirst(),
                names,
                source.key(),
                source.key(),
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                0,
                Optional.empty(),
                false,
                "",
                trouble);
    }
}
