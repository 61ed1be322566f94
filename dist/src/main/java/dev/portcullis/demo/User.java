package dev.portcullis.demo;

import org.jspecify.annotations.Nullable;

/// Somebody who may log in to the stand-in.
///
/// @param mfaCode the second factor that is asked for after the password, or null for none; it never changes
/// @param active an inactive user's right password is answered with 403
/// @param localOnly only from a private address, as Home Assistant's own switch of that name
public record User(String name, String password, @Nullable String mfaCode, boolean active, boolean localOnly) {

    /// A user with a password only.
    public User(String name, String password) {
        this(name, password, null, true, false);
    }

    /// The same user, who now also needs `code`.
    public User withMfa(String code) {
        return new User(name, password, code, active, localOnly);
    }

    /// Keeps secrets out of logs and test reports.
    @Override
    public String toString() {
        return "User[" + name + "]";
    }
}
