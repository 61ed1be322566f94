package dev.portcullis.acme.order;

import java.util.Locale;

/// The steps from nothing to a certificate, in their order.
public enum Step {
    /// The authority's directory was read.
    DIRECTORY,
    /// Our account is there.
    ACCOUNT,
    /// The order was made, or taken up again.
    ORDER,
    /// A challenge's answer is in place and, for DNS, seen everywhere.
    ANSWER,
    /// The authority looked, and is convinced.
    VALIDATION,
    /// The certificate was asked for.
    FINISH,
    /// It was fetched, and is what was asked for.
    CERTIFICATE;

    /// As JSON and people spell it.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
