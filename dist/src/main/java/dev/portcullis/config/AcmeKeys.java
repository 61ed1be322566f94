package dev.portcullis.config;

import java.nio.file.Path;
import java.util.List;

/// Keys below `certificates.acme`.
final class AcmeKeys {

    private static final List<String> KNOWN_DIRECTORIES = List.of("letsencrypt", "letsencrypt-staging", "zerossl");

    static final Key<String> EMAIL =
            Key.of("email", Words.text("an e-mail address"), "\"\"", "Where the certificate authority writes to.");

    static final Key<Boolean> AGREE_TO_TERMS = Key.of(
            "agree_to_terms",
            Words.trueOrFalse(),
            "false",
            "Whether you agree to the authority's terms; it is contacted only then.");

    static final Key<String> DIRECTORY =
            Key.of("directory", directory(), "letsencrypt", "The authority, by name or by its ACME directory.");

    static final Key<List<Found<String>>> FALLBACK_DIRECTORIES = Key.of(
            "fallback_directories",
            ListType.of(directory()),
            "[]",
            "Authorities to ask, in order, when the first one fails.");

    static final Key<List<Found<String>>> CHALLENGES = Key.of(
            "challenges",
            ListType.nonEmpty(Words.choice("tls-alpn-01", "http-01", "dns-01")),
            "[tls-alpn-01]",
            "Ways to prove that the names are yours, tried in order.");

    static final Key<String> PROVIDER = Key.required(
            "provider", Words.choice("duckdns", "cloudflare", "desec", "rfc2136", "exec"), "Who keeps the DNS zone.");

    static final Key<String> TOKEN = Key.optional("token", Words.secret(), "The provider's token.");

    static final Key<String> TOKEN_FILE =
            Key.optional("token_file", FileTypes.secretInFile(), "A file with the token in it.");

    static final Key<Section> DNS =
            Key.optional("dns", SectionType.of(PROVIDER, TOKEN, TOKEN_FILE), "How DNS records are set for dns-01.");

    static final Key<String> PROFILE = Key.of(
            "profile", Words.text("the name of a profile"), "\"\"", "The kind of certificate, such as `shortlived`.");

    static final Key<String> KID = Key.required("kid", Words.text("a key id"), "The account's key id.");

    static final Key<String> HMAC = Key.optional("hmac", Words.secret(), "The account's HMAC key.");

    static final Key<String> HMAC_FILE =
            Key.optional("hmac_file", FileTypes.secretInFile(), "A file with the HMAC key in it.");

    static final Key<Section> EAB =
            Key.optional("eab", SectionType.of(KID, HMAC, HMAC_FILE), "External account binding (RFC 8555 §7.3.4).");

    static final Key<Path> CA_FILE = Key.optional(
            "ca_file",
            FileTypes.readable("a file with PEM certificates"),
            "An extra trust root for a private authority.");

    static final SectionType SECTION = SectionType.of(
            EMAIL, AGREE_TO_TERMS, DIRECTORY, FALLBACK_DIRECTORIES, CHALLENGES, DNS, PROFILE, EAB, CA_FILE);

    private AcmeKeys() {}

    private static ScalarType<String> directory() {
        String expected = "letsencrypt, letsencrypt-staging, zerossl or an https:// address";
        return new ScalarType<>(expected, (text, _) -> {
            if (KNOWN_DIRECTORIES.contains(text) || (text.startsWith("https://") && text.length() > 8)) {
                return text;
            }
            throw new Misfit(new Fault(Quoted.of(text), expected).suggesting(text, KNOWN_DIRECTORIES));
        });
    }
}
