package dev.portcullis.acme.lab;

import java.util.Locale;
import java.util.stream.Stream;

/// What an authority can be asked for.
public enum Call {
    DIRECTORY,
    NEW_NONCE,
    NEW_ACCOUNT,
    NEW_ORDER,
    ORDER,
    AUTHORIZATION,
    CHALLENGE,
    FINALIZE,
    CERTIFICATE,
    RENEWAL_INFO;

    String path() {
        return "/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// By the first segment of a path.
    static Call of(String path) {
        return Stream.of(values())
                .filter(call -> path.equals(call.path()) || path.startsWith(call.path() + "/"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the double was asked for " + path));
    }
}
