package dev.portcullis.app;

import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.dns.DnsSettings;
import dev.portcullis.config.Config.CertificateSource;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// Where a site's certificate comes from, for the owner's eyes.
final class CertificateSummary {

    private CertificateSummary() {}

    /// `by acme from letsencrypt, else zerossl; proven by tls-alpn-01, else dns-01 (duckdns)`.
    static String text(CertificateSource source) {
        return switch (source) {
            case CertificateSource.SelfSigned _ -> "self-signed; browsers warn about it";
            case CertificateSource.FromFiles files -> "from " + files.certificate();
            case CertificateSource.Acme acme ->
                "by acme from " + String.join(", else ", authorities(acme)) + "; proven by "
                        + acme.challenges().stream()
                                .map(type -> challenge(type, acme))
                                .collect(Collectors.joining(", else "));
        };
    }

    static void write(CertificateSource source, JsonGenerator out) {
        out.writeObjectPropertyStart("certificate");
        switch (source) {
            case CertificateSource.SelfSigned _ -> out.writeStringProperty("source", "self_signed");
            case CertificateSource.FromFiles files -> {
                out.writeStringProperty("source", "file");
                out.writeStringProperty("file", files.certificate().toString());
            }
            case CertificateSource.Acme acme -> {
                out.writeStringProperty("source", "acme");
                texts(out, "authorities", authorities(acme));
                texts(
                        out,
                        "challenges",
                        acme.challenges().stream().map(ChallengeType::key).toList());
                acme.dns().ifPresent(dns -> out.writeStringProperty("dns", provider(dns)));
            }
        }
        out.writeEndObject();
    }

    private static void texts(JsonGenerator out, String name, List<String> texts) {
        out.writeArrayPropertyStart(name);
        texts.forEach(out::writeString);
        out.writeEndArray();
    }

    private static List<String> authorities(CertificateSource.Acme acme) {
        return acme.authorities().stream().map(AuthoritySettings::name).toList();
    }

    private static String challenge(ChallengeType type, CertificateSource.Acme acme) {
        boolean byRecord = type == ChallengeType.DNS_01 && acme.dns().isPresent();
        return byRecord ? type.key() + " (" + provider(acme.dns().get()) + ")" : type.key();
    }

    private static String provider(DnsSettings dns) {
        return switch (dns.provider()) {
            case DnsSettings.Provider.DuckDns _ -> "duckdns";
            case DnsSettings.Provider.Cloudflare _ -> "cloudflare";
            case DnsSettings.Provider.Desec _ -> "desec";
            case DnsSettings.Provider.Rfc2136 _ -> "rfc2136";
            case DnsSettings.Provider.Exec _ -> "exec";
        };
    }
}
