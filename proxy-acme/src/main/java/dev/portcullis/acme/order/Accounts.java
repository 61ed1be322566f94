package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.AuthoritySettings;
import java.io.IOException;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;

/// Our account at one authority (RFC 8555 §7.3).
final class Accounts {

    /// What every authority takes for the binding, whatever the length of its key.
    private static final String BINDING_ALGORITHM = "HS256";

    /// In bytes (RFC 7518 §3.2).
    private static final int SHORTEST_BINDING_KEY = 32;

    private final AuthoritySettings settings;
    private final KeyPair key;
    private volatile @Nullable Login login;

    Accounts(AuthoritySettings settings, KeyPair key) {
        this.settings = settings;
        this.key = key;
    }

    /// Asks for the account of our key; empty if there is none.
    Optional<Login> find(Session session) throws AcmeException {
        try {
            Login found = new AccountBuilder().onlyExisting().useKeyPair(key).createLogin(session);
            login = found;
            return Optional.of(found);
        } catch (AcmeException failed) {
            if (failed.getCause() instanceof Refusal refusal && refusal.is("accountDoesNotExist")) {
                login = null;
                return Optional.empty();
            }
            throw failed;
        }
    }

    Login register(Session session) throws AcmeException, AcmeFailure {
        AccountBuilder builder = new AccountBuilder().useKeyPair(key).agreeToTermsOfService();
        if (!settings.email().isEmpty()) {
            contact(builder);
        }
        if (settings.binding().isPresent()) {
            bind(builder, settings.binding().get());
        }
        try {
            Login made = builder.createLogin(session);
            login = made;
            return made;
        } catch (AcmeException failed) {
            if (settings.binding().isPresent()
                    && failed.getCause() instanceof Refusal refusal
                    && (refusal.is("unauthorized") || refusal.is("malformed"))) {
                throw refused(refusal.problem().map(ProblemDocument::text).orElse("refused"), refusal);
            }
            throw failed;
        }
    }

    /// For questions that only the owner of an account may ask.
    Login login(Session session) throws AcmeException, AcmeFailure {
        Login known = login;
        if (known != null) {
            return known;
        }
        return find(session)
                .orElseThrow(() -> new AcmeFailure(AcmeTrouble.of(
                        Cause.ACCOUNT_REFUSED,
                        "account at " + settings.name(),
                        "there is none for our key",
                        "A new one is made at the next attempt.")));
    }

    private void contact(AccountBuilder builder) throws AcmeFailure {
        try {
            builder.addEmail(settings.email());
        } catch (RuntimeException broken) {
            throw new AcmeFailure(
                    AcmeTrouble.of(
                            Cause.ACCOUNT_REFUSED,
                            "email " + settings.email(),
                            "not one mail address",
                            "Set `email` to an address such as me@example.org, or leave it empty."),
                    broken);
        }
    }

    private void bind(AccountBuilder builder, AuthoritySettings.Binding binding) throws AcmeFailure {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(binding.hmac().value());
        } catch (IllegalArgumentException _) {
            // The cause is left out: its text may quote the key.
            throw refused("the HMAC key is not base64url", null);
        }
        if (bytes.length < SHORTEST_BINDING_KEY || binding.kid().isBlank()) {
            throw refused("the key identifier is empty or the HMAC key is too short", null);
        }
        builder.withKeyIdentifier(binding.kid(), new SecretKeySpec(bytes, "HMAC"))
                .withMacAlgorithm(BINDING_ALGORITHM);
    }

    private AcmeFailure refused(String found, @Nullable IOException cause) {
        return new AcmeFailure(
                AcmeTrouble.of(
                        Cause.ACCOUNT_BINDING,
                        "external account at " + settings.name(),
                        found,
                        "Copy the key identifier and the HMAC key anew from the authority's web site, as they are shown"
                                + " there; some are good for one account only. Then restart Portcullis."),
                cause);
    }
}
