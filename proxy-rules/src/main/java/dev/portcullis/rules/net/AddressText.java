package dev.portcullis.rules.net;

import java.util.Optional;

/// The text forms of addresses: reads RFC 4291 §2.2 strictly, writes RFC 5952.
final class AddressText {

    private static final int GROUPS = 8;
    private static final long NOT_A_QUAD = -1;
    private static final int MALFORMED = -1;
    private static final Optional<Address> NONE = Optional.empty();

    private AddressText() {}

    static Optional<Address> read(String text) {
        if (text.indexOf(':') >= 0) {
            return readIpv6(text);
        }
        long quad = readQuad(text, 0);
        return quad == NOT_A_QUAD ? NONE : Optional.of(Address.ofIpv4(quad));
    }

    /// Four decimal octets from an index to the end; octal-looking octets (`010`) mean different things to
    /// different readers and are no address.
    private static long readQuad(String text, int from) {
        long quad = 0;
        int index = from;
        for (int octets = 0; octets < 4; octets++) {
            if (octets > 0 && (index >= text.length() || text.charAt(index++) != '.')) {
                return NOT_A_QUAD;
            }
            int start = index;
            int value = 0;
            while (index < text.length() && index < start + 3 && isDecimal(text.charAt(index))) {
                value = value * 10 + text.charAt(index++) - '0';
            }
            boolean leadingZero = index > start + 1 && text.charAt(start) == '0';
            if (index == start || value > 255 || leadingZero) {
                return NOT_A_QUAD;
            }
            quad = (quad << 8) | value;
        }
        return index == text.length() ? quad : NOT_A_QUAD;
    }

    private static Optional<Address> readIpv6(String text) {
        int[] groups = new int[GROUPS];
        int gap = text.indexOf("::");
        if (gap < 0) {
            return readGroups(text, 0, text.length(), groups, 0) == GROUPS ? assemble(groups, GROUPS, GROUPS) : NONE;
        }
        int before = readGroups(text, 0, gap, groups, 0);
        int count = before < 0 ? MALFORMED : readGroups(text, gap + 2, text.length(), groups, before);
        return count < 0 || count == GROUPS ? NONE : assemble(groups, before, count);
    }

    /// Groups between two indices, none if those are equal; appends them and returns how many there are now.
    private static int readGroups(String text, int from, int to, int[] groups, int already) {
        int count = already;
        int index = from;
        while (index < to) {
            int end = endOfGroup(text, index, to);
            if (end < to && text.charAt(end) == '.') {
                long quad = to == text.length() && count <= GROUPS - 2 ? readQuad(text, index) : NOT_A_QUAD;
                if (quad == NOT_A_QUAD) {
                    return MALFORMED;
                }
                groups[count] = (int) (quad >>> 16);
                groups[count + 1] = (int) (quad & 0xffff);
                return count + 2;
            }
            boolean another = end < to && text.charAt(end) == ':' && end + 1 < to;
            if (end == index || count == GROUPS || (end < to && !another)) {
                return MALFORMED;
            }
            groups[count++] = Integer.parseInt(text, index, end, 16);
            index = end + 1;
        }
        return count;
    }

    private static int endOfGroup(String text, int from, int to) {
        int end = from;
        while (end < to && end < from + 4 && isHex(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /// Spreads the groups over the eight places, zeros where the gap was.
    private static Optional<Address> assemble(int[] groups, int beforeGap, int count) {
        int gapEnd = GROUPS - (count - beforeGap);
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS; i++) {
            long group = i < beforeGap ? groups[i] : i < gapEnd ? 0 : groups[beforeGap + i - gapEnd];
            if (i < GROUPS / 2) {
                high = (high << 16) | group;
            } else {
                low = (low << 16) | group;
            }
        }
        return Optional.of(new Address(high, low));
    }

    private static boolean isDecimal(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHex(char c) {
        return isDecimal(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    static String write(Address address) {
        if (address.isIpv4()) {
            long quad = address.low();
            return ((quad >>> 24) & 0xff) + "." + ((quad >>> 16) & 0xff) + "." + ((quad >>> 8) & 0xff) + "."
                    + (quad & 0xff);
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            long half = i < GROUPS / 2 ? address.high() : address.low();
            groups[i] = (int) ((half >>> (48 - 16 * (i % 4))) & 0xffff);
        }
        int gapLength = longestZeroRun(groups);
        int gapAt = startOfZeroRun(groups, gapLength);
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (gapLength > 1 && i == gapAt) {
                text.append("::");
                i += gapLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static int longestZeroRun(int[] groups) {
        int longest = 0;
        int run = 0;
        for (int group : groups) {
            run = group == 0 ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private static int startOfZeroRun(int[] groups, int length) {
        int run = 0;
        for (int i = 0; i < GROUPS; i++) {
            run = groups[i] == 0 ? run + 1 : 0;
            if (run == length) {
                return i - length + 1;
            }
        }
        return 0;
    }
}
