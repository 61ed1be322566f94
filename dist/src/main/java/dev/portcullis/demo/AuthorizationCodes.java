package dev.portcullis.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a finished login flow hands out: good once, for ten minutes, for one client. Bounded; lost at a restart.
final class AuthorizationCodes {

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int MOST = 1000;

    private record Code(String clientId, User user, Instant end) {}

    private final Map<String, Code> codes = new LinkedHashMap<>();
    private final Secrets secrets;
    private final InstantSource clock;

    AuthorizationCodes(Secrets secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    synchronized String create(String clientId, User user) {
        String code = secrets.hex(16);
        codes.put(code, new Code(clientId, user, clock.instant().plus(LIFE)));
        if (codes.size() > MOST) {
            Iterator<String> oldest = codes.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return code;
    }

    synchronized Optional<User> redeem(String clientId, String code) {
        Code found = codes.remove(code);
        return found != null
                        && found.clientId().equals(clientId)
                        && clock.instant().isBefore(found.end())
                ? Optional.of(found.user())
                : Optional.empty();
    }
}
