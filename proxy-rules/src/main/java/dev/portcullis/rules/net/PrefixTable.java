package dev.portcullis.rules.net;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/// Longest-prefix match over networks: a binary search for the last network that begins at or before the address,
/// then up through the networks around it. At most log2(n) + 128 steps, nothing allocated.
final class PrefixTable {

    private static final Comparator<Cidr> ORDER = Comparator.<Cidr, Boolean>comparing(
                    c -> c.network().isIpv4())
            .thenComparing(Cidr::network)
            .thenComparingInt(Cidr::prefixLength);

    private final Cidr[] sorted;
    /// Index of the smallest network around each network, or -1.
    private final int[] around;

    /// @param cidrs without duplicates
    PrefixTable(Collection<Cidr> cidrs) {
        sorted = cidrs.toArray(Cidr[]::new);
        Arrays.sort(sorted, ORDER);
        around = new int[sorted.length];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < sorted.length; i++) {
            while (!open.isEmpty() && !sorted[open.peek()].contains(sorted[i].network())) {
                open.pop();
            }
            around[i] = open.isEmpty() ? -1 : open.peek();
            open.push(i);
        }
    }

    /// Index in [#sorted()] of the smallest network that holds the address, or -1.
    int find(Address address) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (beginsBehind(sorted[middle], address)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        int index = low - 1;
        while (index >= 0 && !sorted[index].contains(address)) {
            index = around[index];
        }
        return index;
    }

    private static boolean beginsBehind(Cidr cidr, Address address) {
        boolean ipv4 = cidr.network().isIpv4();
        return ipv4 == address.isIpv4() ? cidr.network().compareTo(address) > 0 : ipv4;
    }

    List<Cidr> sorted() {
        return List.of(sorted);
    }
}
