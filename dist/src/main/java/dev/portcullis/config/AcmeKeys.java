package dev.portcullis.config;

import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.KeyType;
import dev.portcullis.rules.route.HostTable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/// Keys below `certificates.acme`.
final class AcmeKeys {

    private static final List<String> KNOWN_DIRECTORIES = List.of("letsencrypt", "letsencrypt-staging", "zerossl");
    private static final String AN_EMAIL = "an e-mail address";
    private static final int LONGEST_EMAIL = 254;

    static final Key<String> EMAIL = Key.of(
            "email",
            email(),
            "\"\"",
            "Where the certificate authority writes to; it may be left out with most of them.");

    static final Key<Boolean> AGREE_TO_TERMS = Key.of(
            "agree_to_terms",
            Words.trueOrFalse(),
            "false",
            "Whether you agree to the authority's terms. It must be `true`: no authority is contacted before.");

    static final Key<String> DIRECTORY =
            Key.of("directory", directory(), "letsencrypt", "The authority, by name or by its ACME directory.");

    static final Key<List<Found<String>>> FALLBACK_DIRECTORIES = Key.of(
            "fallback_directories",
            ListType.of(directory()),
            "[]",
            "Authorities to ask, in order, when the first one fails or limits. `eab`, `profile` and `preferred_chain`"
                    + " are for the first alone.");

    static final Key<List<Found<ChallengeType>>> CHALLENGES = Key.of(
            "challenges",
            ListType.nonEmpty(Words.choice(List.of(ChallengeType.values()), ChallengeType::key)),
            "[tls-alpn-01]",
            "Ways to prove that the names are yours, tried in order: on port 443, on port 80, by a DNS record.");

    static final Key<KeyType> KEY_TYPE = Key.of(
            "key_type",
            Words.choice(List.of(KeyType.values()), KeyType::key),
            "p256",
            "The kind of key; each certificate has a new one. RSA is for clients from before 2014.");

    static final Key<String> PROFILE = Key.of(
            "profile", Words.text("the name of a profile"), "\"\"", "The kind of certificate, such as `shortlived`.");

    static final Key<String> PREFERRED_CHAIN = Key.of(
            "preferred_chain",
            Words.text("the common name of an issuer"),
            "\"\"",
            "Where the authority offers several chains: the one with an issuer of this common name.");

    static final Key<String> KID = Key.required("kid", Words.word("a key id"), "The account's key id.");

    static final Key<String> HMAC =
            Key.optional("hmac", Words.secret(), "The account's HMAC key in base64url, as the authority shows it.");

    static final Key<String> HMAC_FILE =
            Key.optional("hmac_file", FileTypes.secretInFile(), "A file with the HMAC key in it.");

    static final Key<Section> EAB = Key.optional(
            "eab",
            SectionType.of(KID, HMAC, HMAC_FILE),
            "External account binding (RFC 8555 §7.3.4), which `zerossl` needs.");

    static final Key<Path> CA_FILE = Key.optional(
            "ca_file",
            FileTypes.readable("a file with PEM certificates"),
            "An extra trust root for a private authority.");

    static final SectionType SECTION = SectionType.of(
            EMAIL,
            AGREE_TO_TERMS,
            DIRECTORY,
            FALLBACK_DIRECTORIES,
            CHALLENGES,
            DnsKeys.DNS,
            KEY_TYPE,
            PROFILE,
            PREFERRED_CHAIN,
            EAB,
            CA_FILE);

    private AcmeKeys() {}

    /// Whether it is one of those that the program knows by name: they issue for names in the public DNS alone.
    static boolean isPublic(String directory) {
        return KNOWN_DIRECTORIES.contains(directory);
    }

    /// The first authority; empty where what is written was refused.
    static String directory(Section acme) {
        return acme.has(DIRECTORY) ? acme.find(DIRECTORY).orElse("") : acme.get(DIRECTORY);
    }

    private static ScalarType<String> directory() {
        String expected = "letsencrypt, letsencrypt-staging, zerossl or an https:// address";
        return new ScalarType<>(expected, (text, _) -> {
            if (KNOWN_DIRECTORIES.contains(text) || isHttps(text)) {
                return text;
            }
            throw new Misfit(new Fault(Quoted.of(text), expected).suggesting(text, KNOWN_DIRECTORIES));
        });
    }

    private static boolean isHttps(String text) {
        try {
            URI uri = new URI(text);
            return "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /// Plain addresses only (RFC 8555 §7.3 allows no header fields in a contact).
    private static ScalarType<String> email() {
        return new ScalarType<>(AN_EMAIL, (text, _) -> {
            if (text.isEmpty()) {
                return text;
            }
            int at = text.indexOf('@');
            String domain = text.substring(at + 1);
            boolean wellFormed = at > 0
                    && text.length() <= LONGEST_EMAIL
                    && text.chars().limit(at).allMatch(AcmeKeys::mayStandBeforeTheAt)
                    && domain.indexOf('.') > 0
                    && HostTable.canonical(domain).isPresent();
            if (!wellFormed) {
                throw new Misfit(
                        Quoted.of(text),
                        AN_EMAIL,
                        text.startsWith("mailto:") ? "Leave out \"mailto:\"." : "One address, such as me@example.org.");
            }
            return text;
        });
    }

    private static boolean mayStandBeforeTheAt(int c) {
        return c > ' ' && c < 127 && "\"(),:;<>[\\]".indexOf(c) < 0;
    }
}
