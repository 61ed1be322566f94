package dev.portcullis.demo;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Address literals, read as strictly as Python's `ipaddress` does, which Home Assistant uses.
final class Addresses {

    private Addresses() {}

    /// The canonical text of a bare address; nothing for a port, brackets, a leading zero or a name.
    /// A zone id is kept, and an IPv4-mapped address stays what it is: another client.
    static Optional<String> canonical(String text) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        byte @Nullable [] bytes = bytes(address);
        if (bytes == null) {
            return Optional.empty();
        }
        if (zone >= 0 && (bytes.length == 4 || zone == text.length() - 1 || text.indexOf('%', zone + 1) >= 0)) {
            return Optional.empty();
        }
        return Optional.of(address.toLowerCase(Locale.ROOT) + (zone < 0 ? "" : text.substring(zone)));
    }

    /// Four or sixteen bytes, or null for anything that is no address.
    static byte @Nullable [] bytes(String address) {
        if (address.indexOf(':') < 0) {
            return v4(address);
        }
        if (address.charAt(0) == '[' || address.indexOf('%') >= 0 || !NetUtil.isValidIpV6Address(address)) {
            return null;
        }
        return NetUtil.createByteArrayFromIpAddressString(address);
    }

    private static byte @Nullable [] v4(String address) {
        byte[] bytes = new byte[4];
        int part = 0;
        int digits = 0;
        int value = 0;
        for (int i = 0; i <= address.length(); i++) {
            char c = i == address.length() ? '.' : address.charAt(i);
            if (c == '.') {
                if (digits == 0 || part == 4) {
                    return null;
                }
                bytes[part++] = (byte) value;
                digits = 0;
                value = 0;
            } else if (c < '0' || c > '9' || (digits > 0 && value == 0) || (value = value * 10 + c - '0') > 255) {
                return null;
            } else {
                digits++;
            }
        }
        return part == 4 ? bytes : null;
    }

    /// The text of a peer's address, dotted where it is IPv4.
    static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }
}
