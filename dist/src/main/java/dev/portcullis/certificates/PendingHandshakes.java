package dev.portcullis.certificates;

import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.PendingChallenges;
import dev.portcullis.core.ServerCertificate;
import dev.portcullis.core.TlsChallenges;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Where authorities look by handshake: each pending certificate as one object for as long as it is pending, by
/// which the data plane knows that it has seen it before.
final class PendingHandshakes implements TlsChallenges {

    private final PendingChallenges pending;
    private final Map<String, Presented> presented = new ConcurrentHashMap<>();

    private record Presented(KeyAndChain pair, ServerCertificate certificate) {

        @SuppressWarnings("ReferenceEquality") // Another object is another validation, whatever stands in it.
        static Presented of(KeyAndChain pair, @Nullable Presented before) {
            return before != null && before.pair == pair
                    ? before
                    : new Presented(pair, new ServerCertificate(pair.key(), pair.chain()));
        }
    }

    PendingHandshakes(PendingChallenges pending) {
        this.pending = pending;
    }

    @Override
    public boolean awaited() {
        boolean awaited = pending.awaitsHandshake();
        if (!awaited) {
            presented.clear();
        }
        return awaited;
    }

    @Override
    public Optional<ServerCertificate> certificate(String serverName) {
        Optional<KeyAndChain> pair = pending.certificate(serverName);
        if (pair.isEmpty()) {
            presented.remove(serverName);
            return Optional.empty();
        }
        return Optional.of(presented
                .compute(serverName, (_, before) -> Presented.of(pair.get(), before))
                .certificate());
    }
}
