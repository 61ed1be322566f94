package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What to think of a record that has not spread everywhere in time, in words.
///
/// @param behind servers that answer without the record, and what they show
/// @param silent servers that say nothing, and how
/// @param complete how many servers show it
record SpreadReport(List<String> behind, List<String> silent, int complete) {

    private static final int VALUES_QUOTED = 3;

    SpreadReport {
        behind = List.copyOf(behind);
        silent = List.copyOf(silent);
    }

    static SpreadReport of(Spread spread) {
        List<String> behind = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        int complete = 0;
        for (NameServer server : spread.servers()) {
            switch (spread.of(server)) {
                case Sight.Behind(var values) -> behind.add("%s shows %s".formatted(spell(server), quoted(values)));
                case Sight.None(var reason) -> silent.add("%s: %s".formatted(spell(server), reason));
                case Sight.Complete() -> complete++;
            }
        }
        return new SpreadReport(behind, silent, complete);
    }

    /// Whether an authority that asks any of the servers would see the record: it goes on to the next server where
    /// one is silent, but believes one that answers.
    boolean isGoodEnough() {
        return behind.isEmpty() && complete > 0;
    }

    /// Whether no server has said what the zone holds.
    boolean saysNothing() {
        return behind.isEmpty() && complete == 0;
    }

    SpreadReport with(SpreadReport other) {
        List<String> allBehind = new ArrayList<>(behind);
        allBehind.addAll(other.behind);
        List<String> allSilent = new ArrayList<>(silent);
        allSilent.addAll(other.silent);
        return new SpreadReport(allBehind, allSilent, complete + other.complete);
    }

    AcmeFailure failure(String name, Duration waited) {
        List<String> all = new ArrayList<>(behind);
        all.addAll(silent);
        return new AcmeFailure(AcmeTrouble.of(
                Cause.DNS_NOT_SPREAD,
                "TXT record of " + name,
                "after %d s not on every name server: %s".formatted(waited.toSeconds(), String.join("; ", all)),
                behind.isEmpty()
                        ? "Check that this machine reaches port 53 (UDP and TCP) of the zone's name servers; some routers"
                                + " and providers block it."
                        : "It is tried again by itself. If it stays so, allow more time for the record to spread, or have"
                                + " the provider look at those servers."));
    }

    private static String spell(NameServer server) {
        return server.addresses().isEmpty()
                ? server.name()
                : "%s (%s)"
                        .formatted(
                                server.name(),
                                server.addresses().getFirst().getAddress().getHostAddress());
    }

    private static String quoted(Set<String> values) {
        if (values.isEmpty()) {
            return "nothing";
        }
        String some =
                String.join(" ", values.stream().sorted().limit(VALUES_QUOTED).toList());
        return values.size() > VALUES_QUOTED ? some + " …" : some;
    }
}
