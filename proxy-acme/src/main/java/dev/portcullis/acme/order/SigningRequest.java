package dev.portcullis.acme.order;

import dev.portcullis.acme.Names;
import java.io.IOException;
import java.security.KeyPair;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// What is asked of an authority: PKCS #10 (RFC 2986) with the names in `subjectAltName` only.
///
/// Its subject is empty: clients have not read names from there since RFC 6125, some names are too long for a common
/// name (64 bytes), and an address does not belong there at all.
final class SigningRequest {

    private static final X500Name NOBODY = new X500Name("");

    private SigningRequest() {}

    /// In DER.
    static byte[] of(List<String> names, KeyPair key) {
        try {
            var extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            var request = new JcaPKCS10CertificationRequestBuilder(NOBODY, key.getPublic());
            request.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            return request.build(new JcaContentSignerBuilder(CertificateKeys.signature(key.getPublic()))
                            .build(key.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException("signing request: a key that cannot sign", impossible);
        }
    }

    static GeneralNames alternatives(List<String> names) {
        return new GeneralNames(names.stream()
                .map(name -> new GeneralName(Names.isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }
}
