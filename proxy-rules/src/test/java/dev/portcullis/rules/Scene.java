package dev.portcullis.rules;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.ban.BanPolicy.Allowance;
import dev.portcullis.rules.ban.BanPolicy.Terms;
import dev.portcullis.rules.ban.BanPolicy.Widening;
import dev.portcullis.rules.ban.NeverBan;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.signal.Credential;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Observation.Answer;
import dev.portcullis.rules.signal.Outcome;
import dev.portcullis.rules.signal.OwnRule;
import dev.portcullis.rules.signal.RequestTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An engine, a clock that is moved by hand, and short words for what clients do.
final class Scene {

    static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
    static final BanPolicy POLICY = policy(true, NeverBan.NOBODY, List.of());

    final List<Effect> effects = new ArrayList<>();
    private final BanPolicy policy;
    private final Remembered remembered;
    private DetectionEngine engine;
    Instant now = START;

    Scene() {
        this(POLICY);
    }

    Scene(BanPolicy policy) {
        this(policy, Remembered.NOTHING);
    }

    Scene(BanPolicy policy, Remembered remembered) {
        this.policy = policy;
        this.remembered = remembered;
    }

    static BanPolicy policy(boolean enforce, NeverBan neverBan, List<OwnRule> rules) {
        return new BanPolicy(
                enforce,
                neverBan,
                Duration.ofDays(30),
                new Allowance(5, Duration.ofMinutes(10)),
                new Allowance(3, Duration.ofMinutes(10)),
                new Terms(
                        Duration.ofHours(1),
                        4,
                        Duration.ofDays(30),
                        Duration.ofDays(30),
                        new Widening(4, 24, 48, Duration.ofHours(24))),
                rules);
    }

    static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    DetectionEngine engine() {
        if (engine == null) {
            engine = new DetectionEngine(policy, remembered);
        }
        return engine;
    }

    Scene later(Duration time) {
        now = now.plus(time);
        return this;
    }

    Scene seconds(long seconds) {
        return later(Duration.ofSeconds(seconds));
    }

    List<Effect> see(Observation observation) {
        List<Effect> following = engine().observe(observation);
        effects.addAll(following);
        return following;
    }

    Doing from(String client) {
        return new Doing(address(client));
    }

    List<Ban> bans() {
        return effects.stream()
                .filter(Effect.Banned.class::isInstance)
                .map(effect -> ((Effect.Banned) effect).ban())
                .toList();
    }

    List<String> notices() {
        return effects.stream()
                .filter(Effect.Noticed.class::isInstance)
                .map(effect -> ((Effect.Noticed) effect).code())
                .toList();
    }

    <T extends Effect> List<T> of(Class<T> kind) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    double failedLogins(String client) {
        return engine().standing(address(client), "internet", now).failedLogins();
    }

    double probes(String client) {
        return engine().standing(address(client), "internet", now).probes();
    }

    boolean isOut(String client) {
        return engine().snapshot().bans(address(client), now.toEpochMilli());
    }

    /// One thing that a client does now.
    final class Doing {
        private final Address client;
        private String zone = "internet";
        private String method = "GET";
        private String path = "/";
        private boolean crossSite;
        private Answer answer = Answer.of(200);
        private Credential credential = Credential.NONE;
        private String user = "";
        private List<String> families = List.of();
        private List<String> rules = List.of();

        private Doing(Address client) {
            this.client = client;
        }

        Doing zone(String name) {
            zone = name;
            return this;
        }

        Doing post(String path) {
            this.method = "POST";
            this.path = path;
            return this;
        }

        Doing get(String path) {
            this.path = path;
            return this;
        }

        /// Before any request.
        Doing connection() {
            method = "";
            path = "";
            return this;
        }

        Doing crossSite() {
            crossSite = true;
            return this;
        }

        Doing answered(int status) {
            answer = Answer.of(status);
            return this;
        }

        Doing refused(int status, String refusal) {
            answer = Answer.refused(status, refusal);
            return this;
        }

        Doing restarting() {
            answer = new Answer(answer.status(), answer.refusal(), answer.detail(), true);
            return this;
        }

        Doing with(Credential.Kind kind, String... hashes) {
            credential = new Credential(kind, List.of(hashes), false);
            return this;
        }

        Doing expired(String... hashes) {
            credential = new Credential(Credential.Kind.BEARER, List.of(hashes), true);
            return this;
        }

        Doing user(String hash) {
            user = hash;
            return this;
        }

        Doing probing(String... names) {
            families = List.of(names);
            return this;
        }

        Doing matching(String... names) {
            rules = List.of(names);
            return this;
        }

        List<Effect> wrongPassword() {
            post("/auth/login_flow/~1");
            credential = new Credential(Credential.Kind.PASSWORD, List.of(), false);
            return is(Outcome.WRONG_PASSWORD);
        }

        List<Effect> probes(String family, String path) {
            return get(path).probing(family).is(Outcome.NONE);
        }

        List<Effect> is(Outcome outcome) {
            return see(observation(outcome));
        }

        Observation observation(Outcome outcome) {
            RequestTrace request = new RequestTrace(method, path, "", crossSite);
            return new Observation(
                    now, client, zone, "home", request, answer, outcome, credential, user, families, rules);
        }
    }
}
