package dev.portcullis.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The state machine behind `/auth/login_flow`: password, then the second factor where the user has one.
///
/// Kept in memory only, as in Home Assistant, so a restart forgets them. Bounded.
final class LoginFlows {

    private static final int MOST = 1000;
    private static final int MOST_WRONG_CODES = 5;
    private static final Duration MFA_PATIENCE = Duration.ofMinutes(5);

    /// What one step leads to.
    sealed interface Step {

        /// Another form; `error` says what was wrong with the last one.
        record Form(String flowId, boolean mfa, @Nullable String error) implements Step {}

        record Abort(String flowId, String reason) implements Step {}

        record Done(String flowId, User user, String clientId, String redirectUri) implements Step {}

        record UnknownFlow() implements Step {}

        record AddressChanged() implements Step {}

        record Malformed() implements Step {}
    }

    private static final class Flow {
        private final String client;
        private final String redirectUri;
        private @Nullable User passed;
        private Instant passedAt = Instant.EPOCH;
        private int wrongCodes;

        Flow(String client, String redirectUri) {
            this.client = client;
            this.redirectUri = redirectUri;
        }
    }

    private final Map<String, Flow> flows = new LinkedHashMap<>();
    private final List<User> users;
    private final Secrets secrets;
    private final InstantSource clock;

    LoginFlows(List<User> users, Secrets secrets, InstantSource clock) {
        this.users = users;
        this.secrets = secrets;
        this.clock = clock;
    }

    synchronized Step.Form open(String client, String redirectUri) {
        String id = secrets.hex(16);
        flows.put(id, new Flow(client, redirectUri));
        if (flows.size() > MOST) {
            Iterator<String> oldest = flows.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return new Step.Form(id, false, null);
    }

    synchronized boolean abort(String id) {
        return flows.remove(id) != null;
    }

    /// @param input what the user filled in, without `client_id`
    synchronized Step submit(String id, String client, String clientId, Map<String, @Nullable Object> input) {
        Flow flow = flows.get(id);
        if (flow == null) {
            return new Step.UnknownFlow();
        }
        if (!flow.client.equals(client)) {
            return new Step.AddressChanged();
        }
        User passed = flow.passed;
        return passed == null ? password(id, flow, clientId, input) : code(id, flow, passed, clientId, input);
    }

    private Step password(String id, Flow flow, String clientId, Map<String, @Nullable Object> input) {
        if (!input.keySet().equals(Set.of("username", "password"))
                || !(input.get("username") instanceof String name)
                || !(input.get("password") instanceof String password)) {
            return new Step.Malformed();
        }
        Optional<User> user = users.stream()
                .filter(known -> known.name().equals(name.strip()) && same(known.password(), password))
                .findFirst();
        if (user.isEmpty()) {
            return new Step.Form(id, false, "invalid_auth");
        }
        if (user.get().mfaCode() == null) {
            return done(id, flow, user.get(), clientId);
        }
        flow.passed = user.get();
        flow.passedAt = clock.instant();
        return new Step.Form(id, true, null);
    }

    private Step code(String id, Flow flow, User user, String clientId, Map<String, @Nullable Object> input) {
        if (!input.keySet().equals(Set.of("code")) || !(input.get("code") instanceof String code)) {
            return new Step.Malformed();
        }
        if (clock.instant().isAfter(flow.passedAt.plus(MFA_PATIENCE))) {
            flows.remove(id);
            return new Step.Abort(id, "login_expired");
        }
        String right = user.mfaCode();
        if (right != null && same(right, code)) {
            return done(id, flow, user, clientId);
        }
        if (++flow.wrongCodes >= MOST_WRONG_CODES) {
            flows.remove(id);
            return new Step.Abort(id, "too_many_retry");
        }
        return new Step.Form(id, true, "invalid_code");
    }

    private Step done(String id, Flow flow, User user, String clientId) {
        flows.remove(id);
        return new Step.Done(id, user, clientId, flow.redirectUri);
    }

    private static boolean same(String right, String tried) {
        return MessageDigest.isEqual(right.getBytes(StandardCharsets.UTF_8), tried.getBytes(StandardCharsets.UTF_8));
    }
}
