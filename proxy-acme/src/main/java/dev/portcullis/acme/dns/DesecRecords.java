package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.Pause;
import dev.portcullis.acme.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Records at deSEC, by its API v1.
///
/// All values of a name are one RRset, which is read, changed and written back: one change at a time. Its limits
/// are tight (two writes a second, 15 a minute), so waits of up to a minute are taken.
public final class DesecRecords implements DnsRecords {

    private static final URI REAL = URI.create("https://desec.io/api/v1");
    private static final int LEAST_TIME_TO_LIVE = 3600;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final int MOST_WAITS = 3;

    private final ProviderCalls calls;
    private final Pause pause;

    /// Of this object and not of the token: what has the same token has one of these each, but orders certificates
    /// one after the other.
    private final ReentrantLock lock = new ReentrantLock();

    /// @param token an API token
    public DesecRecords(Secret token) {
        this(token, REAL, new HttpCalls(), InstantSource.system(), Pause.SLEEPING);
    }

    DesecRecords(Secret token, URI base, HttpCalls http, InstantSource clock, Pause pause) {
        calls = new ProviderCalls("deSEC", base, "Token", token, http, clock);
        this.pause = pause;
    }

    /// The values of one name, in the notation of zone files.
    private record RecordSet(String domain, String label, int timeToLive, List<String> values) {}

    @Override
    public void add(String name, String value) throws AcmeFailure {
        lock(name);
        try {
            RecordSet before = read(name);
            if (!before.values().contains(zoneText(value))) {
                List<String> values = new ArrayList<>(before.values());
                values.add(zoneText(value));
                write(name, before, values);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void remove(String name, String value) throws AcmeFailure {
        lock(name);
        try {
            RecordSet before = read(name);
            List<String> values = new ArrayList<>(before.values());
            if (values.removeIf(zoneText(value)::equals)) {
                write(name, before, values);
            }
        } finally {
            lock.unlock();
        }
    }

    private void lock(String name) throws AcmeFailure {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException _) {
            throw interrupted(name);
        }
    }

    private AcmeFailure interrupted(String name) {
        Thread.currentThread().interrupt();
        return calls.failure(name, "interrupted", "It is tried again after the next start.");
    }

    private RecordSet read(String name) throws AcmeFailure {
        String owner = name.toLowerCase(Locale.ROOT);
        Json found = domain(owner);
        String domain = found.get("name").text();
        if (!owner.equals(domain) && !owner.endsWith("." + domain)) {
            throw calls.failure(owner, "a domain that does not hold the name", "It is tried again by itself.");
        }
        String label = owner.equals(domain) ? "" : owner.substring(0, owner.length() - domain.length() - 1);
        int usual = Math.max(LEAST_TIME_TO_LIVE, found.get("minimum_ttl").number());

        HttpReply reply = call(
                owner,
                "GET",
                "%s%s/TXT/".formatted(recordSets(domain), label.isEmpty() ? "@" : ProviderCalls.encoded(label)),
                Optional.empty());
        if (reply.status() == 404) {
            return new RecordSet(domain, label, usual, List.of());
        }
        Json set = success(owner, reply);
        List<String> values =
                set.get("records").elements().stream().map(Json::text).toList();
        // An RRset is never empty: writing this back would remove values of others.
        if (values.isEmpty() || values.contains("")) {
            throw calls.failure(owner, "an RRset without readable records", "It is tried again by itself.");
        }
        return new RecordSet(domain, label, Math.max(usual, set.get("ttl").number()), values);
    }

    private Json domain(String name) throws AcmeFailure {
        HttpReply reply = call(name, "GET", "/domains/?owns_qname=" + ProviderCalls.encoded(name), Optional.empty());
        List<Json> domains = success(name, reply).elements();
        if (domains.isEmpty() || domains.getFirst().get("name").text().isEmpty()) {
            throw calls.failure(
                    name,
                    "no domain of this account holds the name",
                    "Add the domain at https://desec.io, or use the token of the account that has it.");
        }
        return domains.getFirst();
    }

    /// An RRset without values is removed.
    private void write(String name, RecordSet set, List<String> values) throws AcmeFailure {
        String body = Json.written(json -> {
            json.writeStartArray();
            json.writeStartObject();
            json.writeStringProperty("subname", set.label());
            json.writeStringProperty("type", "TXT");
            json.writeNumberProperty("ttl", set.timeToLive());
            json.writeArrayPropertyStart("records");
            values.forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
        });
        HttpReply reply = call(name, "PATCH", recordSets(set.domain()), Optional.of(body));
        if (!reply.isSuccess()) {
            success(name, reply);
        }
    }

    private HttpReply call(String name, String method, String path, Optional<String> body) throws AcmeFailure {
        for (int waits = 0; ; waits++) {
            HttpReply reply = calls.callOnce(name, method, path, body);
            if (reply.status() != 429) {
                return reply;
            }
            Optional<Duration> wait = calls.wait(reply).filter(asked -> asked.compareTo(LONGEST_WAIT) <= 0);
            if (wait.isEmpty() || waits == MOST_WAITS) {
                throw calls.tooMany(name, reply);
            }
            try {
                pause.take(wait.get());
            } catch (InterruptedException _) {
                throw interrupted(name);
            }
        }
    }

    private Json success(String name, HttpReply reply) throws AcmeFailure {
        if (reply.status() == 401 || reply.status() == 403) {
            throw calls.refused(
                    name,
                    "status %d: %s".formatted(reply.status(), calls.quoted(reply.body())),
                    "Make a new token at https://desec.io that may change this domain.");
        }
        if (!reply.isSuccess()) {
            throw calls.failure(
                    name,
                    "status %d: %s".formatted(reply.status(), calls.quoted(reply.body())),
                    "It is tried again by itself; if it stays so, look at https://desec.io.");
        }
        return calls.json(name, reply);
    }

    private static String recordSets(String domain) {
        return "/domains/%s/rrsets/".formatted(ProviderCalls.encoded(domain));
    }

    private static String zoneText(String value) {
        return "\"" + value + "\"";
    }
}
