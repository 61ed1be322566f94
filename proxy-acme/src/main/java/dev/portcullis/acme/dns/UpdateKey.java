package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;

/// Reads a TSIG key as name servers' configurations spell it.
final class UpdateKey {

    /// Those of RFC 8945 §6 that may still be used; MD5 may not.
    private static final Map<String, Name> ALGORITHMS = Map.of(
            "hmac-sha1", TSIG.HMAC_SHA1,
            "hmac-sha224", TSIG.HMAC_SHA224,
            "hmac-sha256", TSIG.HMAC_SHA256,
            "hmac-sha384", TSIG.HMAC_SHA384,
            "hmac-sha512", TSIG.HMAC_SHA512);

    private UpdateKey() {}

    static TSIG read(DnsSettings.TransactionKey key) throws AcmeFailure {
        String where = "TSIG key " + key.name();
        Name algorithm = ALGORITHMS.get(withoutDot(key.algorithm().strip().toLowerCase(Locale.ROOT)));
        if (algorithm == null) {
            throw unusable(
                    where,
                    "unknown algorithm '%s' (expected: hmac-sha256, or hmac-sha1, -sha224, -sha384, -sha512)"
                            .formatted(key.algorithm()),
                    "Give the algorithm that the name server's configuration states for this key.");
        }
        return new TSIG(algorithm, name(key, where), secret(key, where));
    }

    private static Name name(DnsSettings.TransactionKey key, String where) throws AcmeFailure {
        try {
            return Name.fromString(key.name().strip(), Name.root);
        } catch (TextParseException _) {
            throw unusable(
                    where,
                    "the key's name is not a DNS name",
                    "Give the name that the name server's configuration states for this key.");
        }
    }

    private static byte[] secret(DnsSettings.TransactionKey key, String where) throws AcmeFailure {
        try {
            byte[] secret = Base64.getDecoder().decode(key.secret().value());
            if (secret.length > 0) {
                return secret;
            }
        } catch (IllegalArgumentException _) {
            // The exception quotes a character of the secret.
        }
        throw unusable(
                where,
                "the secret is not base64 (expected: such as the line 'secret' of tsig-keygen's output, without quotes)",
                "Copy the secret again from the name server's key file.");
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static AcmeFailure unusable(String where, String found, String remedy) {
        return new AcmeFailure(
                AcmeTrouble.of(Cause.DNS_TOKEN_REFUSED, where, found, remedy + " Then restart Portcullis."));
    }
}
