package dev.portcullis.admin;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The admin socket could not be opened; the message stands for itself.
public final class AdminSocketTrouble extends IOException {

    private static final long serialVersionUID = 1L;

    /// Why.
    public enum Kind {
        /// Another Portcullis answers there.
        ALREADY_RUNNING,
        /// Longer than a Unix socket's address can hold.
        PATH_TOO_LONG,
        /// The folder cannot be made or written to, or something else is in the way.
        NOT_POSSIBLE
    }

    private final Kind kind;

    AdminSocketTrouble(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
