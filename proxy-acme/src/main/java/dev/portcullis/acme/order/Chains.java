package dev.portcullis.acme.order;

import java.net.URL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.shredzone.acme4j.exception.AcmeProtocolException;

/// Which of several chains is wanted (RFC 8555 §7.4.2).
final class Chains {

    /// More alternates are not looked at.
    static final int MOST = 8;

    private Chains() {}

    /// Whether one of the chain's issuers has that common name; any chain will do where none is preferred.
    static boolean isFrom(String preferred, List<X509Certificate> chain) {
        return preferred.isEmpty() || chain.stream().anyMatch(certificate -> hasIssuer(certificate, preferred));
    }

    private static boolean hasIssuer(X509Certificate certificate, String preferred) {
        RDN[] names = X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded())
                .getRDNs(BCStyle.CN);
        return Stream.of(names)
                .map(name -> name.getFirst().getValue())
                .map(ASN1Encodable::toString)
                .anyMatch(preferred::equalsIgnoreCase);
    }

    /// @param chain leaf first
    record Offered(List<X509Certificate> chain, List<URL> alternates) {
        Offered {
            chain = List.copyOf(chain);
            alternates = List.copyOf(alternates);
            if (chain.isEmpty()) {
                throw new AcmeProtocolException("a certificate chain with nothing in it");
            }
        }
    }
}
