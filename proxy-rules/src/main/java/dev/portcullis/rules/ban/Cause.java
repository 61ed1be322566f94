package dev.portcullis.rules.ban;

import java.util.Locale;

/// Where a ban comes from.
public enum Cause {
    FAILED_LOGINS,
    PROBES,
    /// An own rule of the owner's.
    RULE,
    /// Enough banned neighbours.
    NEIGHBOURS,
    /// `bans add`.
    OWNER,
    /// `bans import`.
    IMPORT;

    /// As tables and filters spell it: `failed_logins`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
