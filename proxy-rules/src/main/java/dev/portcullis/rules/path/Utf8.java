package dev.portcullis.rules.path;

/// Checks octets, one after another, against the well-formed sequences of RFC 3629 §4.
final class Utf8 {

    private int missing;
    private int least = 0x80;
    private int most = 0xbf;

    /// Whether the octet may come next; after one false the rest says nothing.
    boolean accept(int octet) {
        if (missing > 0) {
            boolean wellFormed = octet >= least && octet <= most;
            least = 0x80;
            most = 0xbf;
            missing--;
            return wellFormed;
        }
        if (octet < 0x80) {
            return true;
        }
        if (octet >= 0xc2 && octet <= 0xdf) {
            missing = 1;
        } else if (octet >= 0xe0 && octet <= 0xef) {
            missing = 2;
            least = octet == 0xe0 ? 0xa0 : 0x80;
            most = octet == 0xed ? 0x9f : 0xbf;
        } else if (octet >= 0xf0 && octet <= 0xf4) {
            missing = 3;
            least = octet == 0xf0 ? 0x90 : 0x80;
            most = octet == 0xf4 ? 0x8f : 0xbf;
        } else {
            return false;
        }
        return true;
    }

    /// Whether no sequence is open.
    boolean isComplete() {
        return missing == 0;
    }
}
