package dev.portcullis.rules.path;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A path that means the same to every program that reads it: the one that rules match and the upstream gets.
///
/// Only [Target#parse] makes it. Percent-encoded unreserved characters (RFC 3986 §2.3) are decoded exactly once,
/// other escapes stay, with upper-case digits; nothing else differs from what was sent.
public final class NormalPath {

    private final String value;
    private final boolean sameAsSent;
    private final @Nullable PathViolation tolerated;

    NormalPath(String value, boolean sameAsSent, @Nullable PathViolation tolerated) {
        this.value = value;
        this.sameAsSent = sameAsSent;
        this.tolerated = tolerated;
    }

    /// Parses text that is a path and nothing more; for what an owner types.
    ///
    /// @throws IllegalArgumentException with the code of the violation, or if there is a query
    public static NormalPath of(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return switch (Target.parse(octets, 0, octets.length)) {
            case Target.Refused refused ->
                throw new IllegalArgumentException(
                        "\"" + text + "\": " + refused.violation().code() + " (expected: a path with one meaning)");
            case Target.Accepted accepted -> {
                if (accepted.queryStart() != octets.length) {
                    throw new IllegalArgumentException("\"" + text + "\": has a query (expected: a path alone)");
                }
                yield accepted.path();
            }
        };
    }

    /// The path, ASCII, beginning with `/`.
    public String value() {
        return value;
    }

    /// Whether [#value()] is what was sent, octet by octet.
    public boolean sameAsSent() {
        return sameAsSent;
    }

    /// What was forgiven below `/api/hassio_ingress/<token>/`, where a tail may hold `%2F`, `;` and `//` and stays
    /// as it was sent. Such a path is refused with this violation unless a rule exposes it. Empty for any other
    /// path.
    public Optional<PathViolation> tolerated() {
        return Optional.ofNullable(tolerated);
    }

    /// Equal when [#value()] is.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NormalPath path && value.equals(path.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
