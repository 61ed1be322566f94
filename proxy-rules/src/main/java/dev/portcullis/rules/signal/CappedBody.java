package dev.portcullis.rules.signal;

import java.util.Arrays;

/// Keeps the beginning of a body, at most [ExchangeReader#LARGEST_BODY] bytes.
final class CappedBody implements BodyReader {

    private static final int FIRST_SIZE = 512;
    private static final byte[] NOTHING = {};

    private byte[] kept = NOTHING;
    private int length;

    @Override
    public boolean data(byte[] octets, int from, int to) {
        int taken = Math.min(to - from, ExchangeReader.LARGEST_BODY - length);
        if (length + taken > kept.length) {
            int wanted = Math.max(FIRST_SIZE, Math.max(length + taken, 2 * length));
            kept = Arrays.copyOf(kept, Math.min(ExchangeReader.LARGEST_BODY, wanted));
        }
        System.arraycopy(octets, from, kept, length, taken);
        length += taken;
        return length < ExchangeReader.LARGEST_BODY;
    }

    /// What was kept; shared, behind its end there may be more bytes.
    byte[] octets() {
        return kept;
    }

    int length() {
        return length;
    }
}
