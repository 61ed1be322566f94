package dev.portcullis.app;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.ClientKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Says who was refused for what, in a line for each client and minute, however often it happens.
///
/// The first refusal is said at once, what follows within a minute is counted and said with the next line. Clients
/// beyond [#CLIENTS] in a minute are counted together: a flood from everywhere must not fill the disk. Any thread.
final class OffenceLog {

    /// Clients that get lines of their own in a minute.
    static final int CLIENTS = 256;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /// What says nothing of the client, or what `probes` and `bans` show already.
    private static final Set<String> ELSEWHERE = Set.of(
            "banned", "not-exposed", "unknown-name", "validation", "upstream-down", "upstream-answer", "upstream-time");

    private final LongSupplier nanos;
    private final Consumer<String> lines;
    private final Map<ClientKey, Account> accounts = new LinkedHashMap<>();
    private long others;
    private long swept;

    private static final class Account {
        private final long since;
        private long more;
        private String last;

        Account(long since, String refusal) {
            this.since = since;
            this.last = refusal;
        }
    }

    OffenceLog(LongSupplier nanos, Consumer<String> lines) {
        this.nanos = nanos;
        this.lines = lines;
        this.swept = nanos.getAsLong();
    }

    /// With the running machine's clock.
    static OffenceLog to(Consumer<String> lines) {
        return new OffenceLog(System::nanoTime, lines);
    }

    /// @param refusal its name, as in `docs/refusals.md`
    synchronized void refused(Address client, String refusal) {
        if (ELSEWHERE.contains(refusal)) {
            return;
        }
        sweep();
        ClientKey key = ClientKey.of(client);
        Account account = accounts.get(key);
        if (account != null) {
            account.more++;
            account.last = refusal;
        } else if (accounts.size() < CLIENTS) {
            accounts.put(key, new Account(nanos.getAsLong(), refusal));
            lines.accept("refused " + key + ": " + refusal);
        } else {
            others++;
        }
    }

    /// Says what was counted of every client whose minute is over. Costs nothing while no minute is over.
    synchronized void sweep() {
        long now = nanos.getAsLong();
        // The oldest come first; whoever goes on goes to the end of the row.
        Map<ClientKey, Account> goOn = new LinkedHashMap<>();
        for (var oldest = accounts.entrySet().iterator(); oldest.hasNext(); ) {
            var entry = oldest.next();
            if (now - entry.getValue().since < MINUTE) {
                break;
            }
            oldest.remove();
            if (entry.getValue().more > 0) {
                sum(entry.getKey(), entry.getValue());
                goOn.put(entry.getKey(), new Account(now, entry.getValue().last));
            }
        }
        accounts.putAll(goOn);
        if (now - swept >= MINUTE) {
            swept = now;
            if (others > 0) {
                lines.accept("refused other clients " + others + " times in the last minute");
                others = 0;
            }
        }
    }

    private void sum(ClientKey client, Account account) {
        lines.accept("refused " + client + ": " + account.more + " more in the last minute, lastly " + account.last);
    }
}
