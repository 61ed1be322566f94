package dev.portcullis.acme;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/// Keys and certificates as PEM text (RFC 7468).
public final class PemText {

    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private PemText() {}

    /// The key first, then the chain, as one text: one file that holds it can be replaced by one rename.
    public static byte[] of(KeyAndChain pair) {
        StringBuilder text = new StringBuilder(block("PRIVATE KEY", pair.key().getEncoded()));
        try {
            for (X509Certificate certificate : pair.chain()) {
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("certificate: cannot be encoded", impossible);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// The key alone, in PKCS #8.
    public static byte[] of(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded()).getBytes(StandardCharsets.US_ASCII);
    }

    private static String block(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + BASE64.encodeToString(der) + "\n-----END " + type + "-----\n";
    }
}
