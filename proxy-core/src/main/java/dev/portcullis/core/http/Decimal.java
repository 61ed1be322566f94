package dev.portcullis.core.http;

/// A Content-Length (RFC 9110 §8.6): digits, nothing else.
public final class Decimal {

    private static final int MOST_DIGITS = 18;

    private Decimal() {}

    /// Reads a number strictly.
    ///
    /// @return the value; -1 for anything but 1 to 18 digits without leading zeros
    public static long parse(byte[] octets, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > MOST_DIGITS || (digits > 1 && octets[from] == '0')) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = octets[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
