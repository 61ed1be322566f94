package dev.portcullis.acme;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// A certificate authority and our account there.
///
/// @param directory the ACME directory (RFC 8555 §7.1.1)
/// @param email where the authority may write to; empty for nowhere
/// @param termsAgreed nothing is sent to the authority unless true
/// @param binding where the authority wants an external account (RFC 8555 §7.3.4)
/// @param profile the profile to ask for; empty for the authority's default
/// @param preferredIssuer the common name of the root or intermediate whose chain is wanted; empty for the default
/// @param caFile roots that are trusted besides the system's, in PEM
public record AuthoritySettings(
        URI directory,
        String email,
        boolean termsAgreed,
        Optional<Binding> binding,
        String profile,
        String preferredIssuer,
        Optional<Path> caFile) {

    private static final URI LETS_ENCRYPT = URI.create("https://acme-v02.api.letsencrypt.org/directory");
    private static final URI LETS_ENCRYPT_STAGING =
            URI.create("https://acme-staging-v02.api.letsencrypt.org/directory");
    private static final URI ZERO_SSL = URI.create("https://acme.zerossl.com/v2/DV90");

    /// An external account.
    ///
    /// @param hmac base64url, as the authority shows it
    public record Binding(String kid, Secret hmac) {}

    /// The directory behind a short name: `letsencrypt`, `letsencrypt-staging`, `zerossl`; else the address itself.
    public static URI directory(String name) {
        return switch (name) {
            case "letsencrypt" -> LETS_ENCRYPT;
            case "letsencrypt-staging" -> LETS_ENCRYPT_STAGING;
            case "zerossl" -> ZERO_SSL;
            default -> URI.create(name);
        };
    }

    /// The short name, else the address.
    public String name() {
        if (directory.equals(LETS_ENCRYPT)) {
            return "letsencrypt";
        }
        if (directory.equals(LETS_ENCRYPT_STAGING)) {
            return "letsencrypt-staging";
        }
        return directory.equals(ZERO_SSL) ? "zerossl" : directory.toString();
    }

    /// The authority to try things out on, where there is one.
    public Optional<AuthoritySettings> staging() {
        return directory.equals(LETS_ENCRYPT)
                ? Optional.of(new AuthoritySettings(
                        LETS_ENCRYPT_STAGING, email, termsAgreed, Optional.empty(), profile, "", Optional.empty()))
                : Optional.empty();
    }
}
