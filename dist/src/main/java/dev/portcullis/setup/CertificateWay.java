package dev.portcullis.setup;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// How the house gets its certificate, as the owner chooses it.
enum CertificateWay {
    LETSENCRYPT("from Let's Encrypt, by port 443 alone"),
    DUCKDNS("from Let's Encrypt, for a name at DuckDNS; no port need be open for it"),
    CLOUDFLARE("from Let's Encrypt, for names in a zone at Cloudflare, wildcards too"),
    FILES("files that you have already"),
    SELF_SIGNED("made here; browsers warn about it");

    private final String meaning;

    CertificateWay(String meaning) {
        this.meaning = meaning;
    }

    /// As the owner writes it: `self-signed`.
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String meaning() {
        return meaning;
    }

    static Optional<CertificateWay> read(String text) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.key().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    static String keys() {
        return Arrays.stream(values()).map(CertificateWay::key).collect(Collectors.joining(", "));
    }
}
