package dev.portcullis.admin;

import java.util.List;
import java.util.Optional;

/// Where the owner's wishes about certificates are carried out by the running server.
///
/// Returns at once: the work goes on elsewhere, and [#report] and [#testReport] tell how far it is.
public interface CertificateDesk {

    CertsReport report();

    /// Begins an attempt for one certificate, or for all that an authority issues, before its time.
    ///
    /// When it has ended, `lastAttempt` of the certificate is another than before: also where it was refused at
    /// once, by a limit of ours for instance.
    ///
    /// @param name any of the certificate's names; empty for all of them
    RenewAnswer renew(Optional<String> name);

    /// Begins a dry run.
    ///
    /// @param name the label of a certificate that an authority issues; empty for all of them
    /// @return false if one is under way already
    boolean test(Optional<String> name);

    /// How the last dry run stands; [CertTestReport#NONE] before the first.
    CertTestReport testReport();

    /// What becomes of a wish to renew.
    sealed interface RenewAnswer {
        /// It is being done.
        ///
        /// @param labels of the certificates, at least one
        record Renewing(List<String> labels) implements RenewAnswer {
            public Renewing {
                labels = List.copyOf(labels);
            }
        }

        /// No certificate has that name.
        record NoSuchName() implements RenewAnswer {}

        /// The certificate comes from files or is self-signed, or all of them are.
        record NotByAuthority() implements RenewAnswer {}
    }
}
