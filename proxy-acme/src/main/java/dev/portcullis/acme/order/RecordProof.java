package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.dns.DnsLookups;
import dev.portcullis.acme.dns.DnsRecords;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Proves names by TXT records: `dns-01` (RFC 8555 §8.4).
public final class RecordProof implements Proof {

    private static final Logger LOG = LoggerFactory.getLogger(RecordProof.class);

    private final DnsRecords records;
    private final DnsLookups lookups;

    public RecordProof(DnsRecords records, DnsLookups lookups) {
        this.records = records;
        this.lookups = lookups;
    }

    @Override
    public ChallengeType type() {
        return ChallengeType.DNS_01;
    }

    @Override
    public int atOnce() {
        return records.holdsOneValue() ? 1 : Integer.MAX_VALUE;
    }

    @Override
    public Answers answer(List<Task> tasks) throws AcmeFailure {
        Map<String, Set<String>> wanted = wanted(tasks);
        Placed placed = new Placed();
        boolean done = false;
        try {
            for (Map.Entry<String, Set<String>> entry : wanted.entrySet()) {
                for (String value : entry.getValue()) {
                    placed.add(entry.getKey(), value);
                }
            }
            for (Map.Entry<String, Set<String>> entry : wanted.entrySet()) {
                lookups.awaitEverywhere(entry.getKey(), entry.getValue());
            }
            done = true;
            return placed;
        } finally {
            if (!done) {
                placed.close();
            }
        }
    }

    /// The values by the record they belong to: a name and its wildcard share one.
    private Map<String, Set<String>> wanted(List<Task> tasks) throws AcmeFailure {
        Map<String, Set<String>> wanted = new LinkedHashMap<>();
        for (Task task : tasks) {
            String own = "_acme-challenge." + task.name();
            String record = records.keeps(own) ? lookups.delegated(own) : lookups.delegatedThroughWildcards(own);
            wanted.computeIfAbsent(record, _ -> new LinkedHashSet<>())
                    .add(KeyAuthorization.record(task.offer().keyAuthorization()));
        }
        return wanted;
    }

    private record Value(String name, String value) {}

    private final class Placed implements Answers {

        private final Set<Value> values = new LinkedHashSet<>();

        /// Noted first: a call that failed may have done its work all the same.
        void add(String name, String value) throws AcmeFailure {
            values.add(new Value(name, value));
            records.add(name, value);
        }

        /// An interrupted thread could not talk to a provider any more, so the interruption waits until this is done.
        @Override
        public void close() {
            boolean interrupted = Thread.interrupted();
            try {
                values.forEach(this::remove);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void remove(Value value) {
            try {
                records.remove(value.name(), value.value());
            } catch (AcmeFailure | RuntimeException failed) {
                LOG.warn(
                        "dns-01: the TXT record {} could not be removed: {} (expected: gone). Remove it by hand; it does no harm.",
                        value.name(),
                        failed.getMessage());
            }
        }
    }
}
