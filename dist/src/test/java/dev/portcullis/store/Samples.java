package dev.portcullis.store;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.signal.Credential;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import dev.portcullis.rules.signal.RequestTrace;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/// Effects for tests, and how a store is opened there.
final class Samples {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration RETENTION = Duration.ofDays(90);
    static final Duration MONTH = Duration.ofDays(30);

    /// Retries at once, and promises a commit for as long as a slow machine may take.
    static final Tuning QUICK = tuning(50_000, Duration.ofSeconds(60), () -> 0);

    private Samples() {}

    static Tuning tuning(int queue, Duration promise, LongSupplier pages) {
        return tuning(queue, 1 << 30, promise, pages);
    }

    static Tuning tuning(int queue, long bytes, Duration promise, LongSupplier pages) {
        return new Tuning(
                queue,
                bytes,
                10_000,
                Duration.ofMillis(2),
                Duration.ofMillis(10),
                promise,
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                Duration.ofDays(1),
                Duration.ofDays(1),
                10,
                100,
                pages);
    }

    static Store open(Path folder) throws StoreTrouble {
        return Store.open(folder, RETENTION, InstantSource.fixed(NOW));
    }

    static Store open(Path folder, Instant now, Tuning tuning) throws StoreTrouble {
        return Store.open(folder, RETENTION, InstantSource.fixed(now), Migrations.own(), tuning);
    }

    static Connection raw(Path folder) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("portcullis.db"));
    }

    static Ban ban(long id, String network) {
        return ban(id, network, NOW, NOW.plusSeconds(3600));
    }

    static Ban ban(long id, String network, Instant from, Instant until) {
        return new Ban(
                id, Cidr.parse(network), from, until, Cause.FAILED_LOGINS, "failed_logins", 1, true, "5 failed logins");
    }

    static Effect.Banned banned(long id, String network) {
        return new Effect.Banned(ban(id, network), List.of());
    }

    static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    static Evidence evidence(int second, String path, String agent) {
        return new Evidence(
                NOW.plusSeconds(second), "wrong_password", 1, new RequestTrace("POST", path, agent, false), 200);
    }

    static Observation observation(Instant at, String client, String path, String agent, Outcome outcome) {
        return new Observation(
                at,
                address(client),
                "internet",
                "home.example.org",
                new RequestTrace("POST", path, agent, false),
                Observation.Answer.of(200),
                outcome,
                new Credential(Credential.Kind.PASSWORD, List.of(), false),
                "",
                List.of(),
                List.of());
    }

    static Effect.LoginSeen login(String client, Outcome outcome, double weight) {
        return new Effect.LoginSeen(observation(NOW, client, "/auth/login_flow/~1", "Mozilla/5.0", outcome), weight);
    }

    static Effect.ProbeSeen probe(String client, String path, double weight) {
        return probe(NOW, client, path, weight);
    }

    static Effect.ProbeSeen probe(Instant at, String client, String path, double weight) {
        return new Effect.ProbeSeen(observation(at, client, path, "zgrab", Outcome.NOT_FOUND), "secrets", weight);
    }
}
