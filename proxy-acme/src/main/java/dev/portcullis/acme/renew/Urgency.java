package dev.portcullis.acme.renew;

import java.util.Locale;

/// How badly a certificate is needed while it cannot be had.
public enum Urgency {
    /// The first attempt failed.
    FIRST_FAILURE,
    /// The third attempt in a row failed.
    THIRD_FAILURE,
    /// Less than 14 days are left.
    DAYS_14,
    DAYS_7,
    DAYS_3,
    DAY_1,
    /// What is served has ended, or there never was anything.
    ENDED;

    /// As JSON and people spell it.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
