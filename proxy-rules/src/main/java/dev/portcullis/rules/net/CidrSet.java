package dev.portcullis.rules.net;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/// An immutable set of networks; they may overlap. A look-up allocates nothing and stays fast with tens of
/// thousands.
public final class CidrSet {

    /// Holds nobody.
    public static final CidrSet EMPTY = of(List.of());

    private final List<Cidr> cidrs;
    private final PrefixTable table;

    private CidrSet(List<Cidr> cidrs) {
        this.cidrs = cidrs;
        this.table = new PrefixTable(cidrs);
    }

    /// The set of these networks.
    public static CidrSet of(Collection<Cidr> cidrs) {
        return new CidrSet(List.copyOf(new LinkedHashSet<>(cidrs)));
    }

    /// Whether some network of this set holds the address.
    public boolean contains(Address address) {
        return table.find(address) >= 0;
    }

    /// Whether there is no network in this set.
    public boolean isEmpty() {
        return cidrs.isEmpty();
    }

    /// The networks in the order in which they were given, without repetitions.
    public List<Cidr> cidrs() {
        return cidrs;
    }

    /// Equal when the same networks were given in the same order.
    @Override
    public boolean equals(Object other) {
        return other instanceof CidrSet set && cidrs.equals(set.cidrs);
    }

    @Override
    public int hashCode() {
        return cidrs.hashCode();
    }

    @Override
    public String toString() {
        return cidrs.toString();
    }
}
