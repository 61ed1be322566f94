package dev.portcullis.acme.order;

import dev.portcullis.acme.Names;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.shredzone.acme4j.Identifier;

/// How names are spelt in an order (RFC 8555 §7.1.4, RFC 8738 §3).
final class Identifiers {

    private Identifiers() {}

    static Identifier of(String name) {
        return Names.isAddress(name)
                ? new Identifier(Identifier.TYPE_IP, address(InetAddress.ofLiteral(name)))
                : new Identifier(Identifier.TYPE_DNS, name);
    }

    /// RFC 5952 §4, which RFC 8738 asks for: lower case, no leading zeros, the longest run of zeros left out.
    static String address(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
