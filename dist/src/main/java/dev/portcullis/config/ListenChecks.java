package dev.portcullis.config;

import dev.portcullis.core.ListenAddress;
import dev.portcullis.rules.net.Address;
import java.util.ArrayList;
import java.util.List;

/// Refuses listeners that would take each other's address.
final class ListenChecks {

    private record Listener(String key, Found<ListenAddress> found) {}

    private ListenChecks() {}

    static void run(Section listen, Findings findings) {
        List<Listener> listeners = new ArrayList<>();
        for (Key<List<Found<ListenAddress>>> key : List.of(ListenKeys.HTTPS, ListenKeys.HTTP, ListenKeys.METRICS)) {
            listen.get(key).forEach(it -> listeners.add(new Listener("listen." + key.name(), it)));
        }
        for (int later = 1; later < listeners.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                if (clash(listeners.get(earlier), listeners.get(later))) {
                    report(listeners.get(earlier), listeners.get(later), findings);
                    break;
                }
            }
        }
    }

    private static boolean clash(Listener one, Listener other) {
        ListenAddress a = one.found.value();
        ListenAddress b = other.found.value();
        return a.port() == b.port() && a.port() != 0 && (covers(a, b) || covers(b, a));
    }

    /// `::` takes IPv4 as well, as dual-stack sockets do.
    private static boolean covers(ListenAddress all, ListenAddress one) {
        if (all.host() == null || all.host().equals("::")) {
            return true;
        }
        if (one.host() == null) {
            return false;
        }
        boolean everyIpv4 = all.host().equals("0.0.0.0")
                && Address.parse(one.host()).map(Address::isIpv4).orElse(false);
        return everyIpv4 || all.host().equals(one.host());
    }

    private static void report(Listener earlier, Listener later, Findings findings) {
        boolean laterIsDefault = later.found.where().path().startsWith("[");
        Listener told = laterIsDefault ? earlier : later;
        Listener other = laterIsDefault ? later : earlier;
        findings.problem(
                told.found.where(),
                new Fault(
                        "\"" + told.found.value() + "\" is taken by \"" + other.found.value() + "\" of " + other.key,
                        "each address and port once"));
    }
}
