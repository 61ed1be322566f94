package dev.portcullis.acme;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.util.IPAddress;

/// What a certificate can be for: host names, `*.name`, address literals.
public final class Names {

    private Names() {}

    /// Whether this is an address literal; IPv6 without brackets.
    public static boolean isAddress(String name) {
        return IPAddress.isValid(name);
    }

    /// The name without a leading `*.`.
    public static String base(String name) {
        return name.startsWith("*.") ? name.substring(2) : name;
    }

    /// The names that a certificate is for, each in its one spelling; empty if it says none or says it badly.
    public static Set<String> in(X509Certificate leaf) {
        try {
            Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
            Set<String> names = new HashSet<>();
            if (alternatives != null) {
                alternatives.forEach(entry -> names.add(canonical(String.valueOf(entry.get(1)))));
            }
            return names;
        } catch (CertificateParsingException _) {
            return Set.of();
        }
    }

    /// Whether a certificate for these names is good for that one. A wildcard stands for exactly one label (RFC 9525
    /// §6.3).
    ///
    /// @param names as [#in] gives them
    public static boolean covers(Set<String> names, String name) {
        if (names.contains(canonical(name))) {
            return true;
        }
        int dot = name.indexOf('.');
        return dot > 0 && !isAddress(name) && names.contains(canonical("*" + name.substring(dot)));
    }

    /// The names, each in its one spelling.
    public static Set<String> canonical(List<String> names) {
        Set<String> canonical = new HashSet<>();
        names.forEach(name -> canonical.add(canonical(name)));
        return canonical;
    }

    /// An IPv6 address has many spellings, and the JDK gives back another one than a certificate was made from.
    private static String canonical(String name) {
        if (IPAddress.isValidIPv6(name)) {
            try {
                return InetAddress.ofLiteral(name).getHostAddress();
            } catch (IllegalArgumentException _) {
                // Two readers of addresses need not agree on what a stranger writes.
            }
        }
        return name.toLowerCase(Locale.ROOT);
    }
}
