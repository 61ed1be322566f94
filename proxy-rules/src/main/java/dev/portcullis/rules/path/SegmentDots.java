package dev.portcullis.rules.path;

/// Notices a segment of one or two dots while its decoded octets go by.
final class SegmentDots {

    private int length;
    private int dots;

    /// Takes the next octet; true if it is a separator that ends a dot segment.
    boolean endsWith(int octet) {
        if (octet == '/' || octet == ';') {
            boolean found = isDotSegment();
            length = 0;
            dots = 0;
            return found;
        }
        length++;
        dots += octet == '.' ? 1 : 0;
        return false;
    }

    /// Whether the segment so far is `.` or `..`.
    boolean isDotSegment() {
        return length == dots && length > 0 && length <= 2;
    }
}
