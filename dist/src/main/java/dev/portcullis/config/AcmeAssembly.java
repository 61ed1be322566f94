package dev.portcullis.config;

import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.AuthoritySettings.Binding;
import dev.portcullis.acme.Secret;
import dev.portcullis.acme.dns.DnsSettings;
import dev.portcullis.acme.dns.DnsSettings.TransactionKey;
import dev.portcullis.config.Config.CertificateSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes of a section `acme`, in which nothing wrong was found, what the certificates need.
final class AcmeAssembly {

    private AcmeAssembly() {}

    static CertificateSource.Acme of(Section acme) {
        List<AuthoritySettings> authorities = new ArrayList<>();
        authorities.add(first(acme));
        for (String directory : Assembly.values(acme.get(AcmeKeys.FALLBACK_DIRECTORIES))) {
            authorities.add(authority(acme, directory, Optional.empty(), "", ""));
        }
        return new CertificateSource.Acme(
                authorities,
                Assembly.values(acme.get(AcmeKeys.CHALLENGES)),
                acme.get(AcmeKeys.KEY_TYPE),
                acme.find(DnsKeys.DNS).map(AcmeAssembly::dns));
    }

    private static AuthoritySettings first(Section acme) {
        Optional<Binding> binding = acme.find(AcmeKeys.EAB)
                .map(eab -> new Binding(eab.get(AcmeKeys.KID), secret(eab, AcmeKeys.HMAC, AcmeKeys.HMAC_FILE)));
        return authority(
                acme,
                acme.get(AcmeKeys.DIRECTORY),
                binding,
                acme.get(AcmeKeys.PROFILE),
                acme.get(AcmeKeys.PREFERRED_CHAIN));
    }

    private static AuthoritySettings authority(
            Section acme, String directory, Optional<Binding> binding, String profile, String preferredIssuer) {
        return new AuthoritySettings(
                AuthoritySettings.directory(directory),
                acme.get(AcmeKeys.EMAIL),
                acme.get(AcmeKeys.AGREE_TO_TERMS),
                binding,
                profile,
                preferredIssuer,
                acme.find(AcmeKeys.CA_FILE));
    }

    private static DnsSettings dns(Section dns) {
        return new DnsSettings(
                provider(dns),
                Assembly.values(dns.get(DnsKeys.RESOLVERS)),
                dns.get(DnsKeys.PROPAGATION_TIMEOUT),
                dns.get(DnsKeys.UPDATE_ADDRESS));
    }

    private static DnsSettings.Provider provider(Section dns) {
        return switch (dns.get(DnsKeys.PROVIDER)) {
            case DUCKDNS -> new DnsSettings.Provider.DuckDns(token(dns));
            case CLOUDFLARE -> new DnsSettings.Provider.Cloudflare(token(dns));
            case DESEC -> new DnsSettings.Provider.Desec(token(dns));
            case RFC2136 ->
                new DnsSettings.Provider.Rfc2136(
                        dns.get(DnsKeys.SERVER),
                        dns.find(DnsKeys.TSIG)
                                .map(key -> new TransactionKey(
                                        key.get(DnsKeys.TSIG_NAME),
                                        key.get(DnsKeys.ALGORITHM),
                                        secret(key, DnsKeys.SECRET, DnsKeys.SECRET_FILE))));
            case EXEC -> new DnsSettings.Provider.Exec(dns.get(DnsKeys.PROGRAM));
        };
    }

    private static Secret token(Section dns) {
        return secret(dns, DnsKeys.TOKEN, DnsKeys.TOKEN_FILE);
    }

    private static Secret secret(Section section, Key<String> inPlace, Key<String> inFile) {
        return new Secret(section.find(inPlace).orElseGet(() -> section.get(inFile)));
    }
}
