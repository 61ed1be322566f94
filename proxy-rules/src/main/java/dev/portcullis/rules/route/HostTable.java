package dev.portcullis.rules.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which site a host name belongs to: exact names and address literals first, then `*.name`, in which `*` is
/// exactly one label (RFC 6125 §6.4.3).
public final class HostTable {

    private static final int UNKNOWN = -1;
    private static final String WILDCARD = "*.";

    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> byParent = new HashMap<>();

    private HostTable(List<List<String>> hostsBySite) {
        for (int site = 0; site < hostsBySite.size(); site++) {
            for (String host : hostsBySite.get(site)) {
                String pattern = canonicalPattern(host)
                        .orElseThrow(
                                () -> new IllegalArgumentException(
                                        "\"" + host
                                                + "\": not a host (expected: for example home.example.org, *.example.org or 192.0.2.1)"));
                Integer earlier = pattern.startsWith(WILDCARD)
                        ? byParent.put(pattern.substring(WILDCARD.length()), site)
                        : exact.put(pattern, site);
                if (earlier != null && earlier != site) {
                    throw new IllegalArgumentException(
                            "\"" + host + "\": is a host of sites[" + earlier + "] and sites[" + site
                                    + "] (expected: each host in one site). Remove it from one of them.");
                }
            }
        }
    }

    /// The table of these sites; the index in the outer list is the site.
    ///
    /// @throws IllegalArgumentException if a host is malformed or in two sites
    public static HostTable of(List<List<String>> hostsBySite) {
        return new HostTable(hostsBySite);
    }

    /// The site of a host, or -1 if it is none of ours. ASCII letters in any case; one trailing dot is ignored; an
    /// IPv6 literal may have brackets.
    ///
    /// @param host without a port
    public int siteOf(String host) {
        String name = HostName.withoutTrailingDot(lowerCase(host));
        int site = exact.getOrDefault(name, UNKNOWN);
        if (site != UNKNOWN) {
            return site;
        }
        if (name.indexOf(':') >= 0) {
            return HostName.literal(name)
                    .map(literal -> exact.getOrDefault(literal, UNKNOWN))
                    .orElse(UNKNOWN);
        }
        int dot = name.indexOf('.');
        return !byParent.isEmpty() && dot > 0 && HostName.isLabel(name, 0, dot)
                ? byParent.getOrDefault(name.substring(dot + 1), UNKNOWN)
                : UNKNOWN;
    }

    /// ASCII only: what other letters become would be a matter of opinion.
    private static String lowerCase(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (host.charAt(i) >= 'A' && host.charAt(i) <= 'Z') {
                char[] chars = host.toCharArray();
                for (int j = i; j < chars.length; j++) {
                    chars[j] = chars[j] >= 'A' && chars[j] <= 'Z' ? (char) (chars[j] | 0x20) : chars[j];
                }
                return new String(chars);
            }
        }
        return host;
    }

    /// The one spelling of a host name (lower case, no trailing dot, IDN labels as punycode) or of an address
    /// literal (no brackets); empty if it is neither (RFC 1123 §2.1, at most 253 characters).
    public static Optional<String> canonical(String host) {
        return HostName.canonical(host);
    }

    /// Like [#canonical], and `*.` may stand before a name.
    public static Optional<String> canonicalPattern(String host) {
        if (!host.startsWith(WILDCARD)) {
            return canonical(host);
        }
        String parent = host.substring(WILDCARD.length());
        return HostName.literal(parent).isPresent()
                ? Optional.empty()
                : canonical(parent).map(WILDCARD::concat);
    }
}
