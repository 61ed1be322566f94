package dev.portcullis.core.accept;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bounded number of places in which there is always room for one more: somebody who has been there for long
/// leaves for it.
///
/// Whose network (/24, or /48 of IPv6) holds most goes first, so one network's flood takes places from itself only.
/// Used under its owner's lock.
///
/// @param <T> who holds a place, told apart by `equals`
final class Places<T> {

    private static final int IPV4_NETWORK = 24;
    private static final int IPV6_NETWORK = 48;

    private final int most;
    private final int mostOfOneNetwork;
    private final Map<T, Cidr> holders = new LinkedHashMap<>();
    private final Map<Cidr, Integer> held = new HashMap<>();

    Places(int most, int mostOfOneNetwork) {
        this.most = most;
        this.mostOfOneNetwork = mostOfOneNetwork;
    }

    /// Gives the newcomer a place.
    ///
    /// @return who has to leave for it; null if there was room
    @Nullable
    T take(T newcomer, Address from) {
        Cidr network = Cidr.around(from, from.isIpv4() ? IPV4_NETWORK : IPV6_NETWORK);
        holders.put(newcomer, network);
        T outlasted = null;
        if (held.merge(network, 1, Integer::sum) > mostOfOneNetwork) {
            outlasted = oldest(mostOfOneNetwork + 1);
        } else if (holders.size() > most) {
            outlasted = oldest(Collections.max(held.values()));
        }
        if (outlasted != null) {
            leave(outlasted);
        }
        return outlasted;
    }

    /// Of all whose network holds that many.
    private @Nullable T oldest(int ofNetwork) {
        for (Map.Entry<T, Cidr> holder : holders.entrySet()) {
            if (held.getOrDefault(holder.getValue(), 0) == ofNetwork) {
                return holder.getKey();
            }
        }
        return null;
    }

    /// Takes a place back.
    ///
    /// @return false if it held none
    boolean leave(T holder) {
        Cidr network = holders.remove(holder);
        if (network == null) {
            return false;
        }
        held.computeIfPresent(network, (_, count) -> count == 1 ? null : count - 1);
        return true;
    }
}
