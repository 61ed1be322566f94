package dev.portcullis.acme.order;

import dev.portcullis.acme.AuthoritySettings;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;

/// An authority on the network that is not waited for as long as usual, for tests of other packages.
public final class HastyAuthority {

    private HastyAuthority() {}

    /// The authority behind these settings.
    ///
    /// @param longest until an answer is whole
    public static Authority of(AuthoritySettings settings, KeyPair accountKey, InstantSource time, Duration longest) {
        return new Acme4jAuthority(
                settings,
                accountKey,
                time,
                new Bounds(Duration.ofSeconds(5), longest, Bounds.USUAL.call(), Bounds.USUAL.largest()));
    }
}
