package dev.portcullis.rules.history;

import dev.portcullis.rules.ban.BanPolicy;

/// How long events count, in milliseconds.
public record Windows(long logins, long probes) {

    /// As the policy says.
    public static Windows of(BanPolicy policy) {
        return new Windows(
                policy.failedLogins().window().toMillis(),
                policy.probes().window().toMillis());
    }

    long of(Event.Kind kind) {
        return kind.isLogin() ? logins : probes;
    }
}
