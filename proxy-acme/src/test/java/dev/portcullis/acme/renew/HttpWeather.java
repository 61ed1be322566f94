package dev.portcullis.acme.renew;

import dev.portcullis.acme.lab.AcmeDouble;
import dev.portcullis.acme.lab.Misbehaviour;
import dev.portcullis.acme.lab.Reply;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Bad days of an authority: half of all calls go wrong, before or after they have done what they were for.
final class HttpWeather implements AcmeDouble.Mood {

    private static final List<Kind> USUAL =
            List.of(Kind.ERROR, Kind.LIMIT, Kind.RESET, Kind.LOST, Kind.NONCE, Kind.GARBAGE);
    /// Silence costs real time: it comes once in so many calls.
    private static final int SELDOM = 150;

    private final Random random;
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private int calls;

    /// What goes wrong.
    enum Kind {
        ERROR,
        LIMIT,
        RESET,
        LOST,
        NONCE,
        GARBAGE,
        SILENCE
    }

    HttpWeather(Random random) {
        this.random = random;
    }

    @Override
    public synchronized Optional<Misbehaviour> at(AcmeDouble.Heard call) {
        calls++;
        boolean silent = calls % SELDOM == 0;
        if (!silent && random.nextBoolean()) {
            return Optional.empty();
        }
        Kind kind = silent ? Kind.SILENCE : USUAL.get(random.nextInt(USUAL.size()));
        counts.merge(kind, 1, Integer::sum);
        return Optional.of(misbehaviour(kind));
    }

    private Misbehaviour misbehaviour(Kind kind) {
        return switch (kind) {
            case ERROR -> Misbehaviour.refuses(Reply.bare(500));
            case LIMIT ->
                Misbehaviour.refuses(Reply.problem(429, "rateLimited", "too many requests")
                        .with("Retry-After", Integer.toString(random.nextInt(5, 90))));
            case RESET -> Misbehaviour.hangsUpFirst();
            case LOST -> Misbehaviour.hangsUp();
            case NONCE -> Misbehaviour.refuses(Reply.problem(400, "badNonce", "never seen"));
            case GARBAGE -> Misbehaviour.distorts(reply -> reply.withBody("{\"status\":[<html>"));
            case SILENCE -> Misbehaviour.isSilent();
        };
    }

    /// How often each kind came.
    synchronized Map<Kind, Integer> counts() {
        return new EnumMap<>(counts);
    }

    /// The share of calls that went wrong.
    synchronized double share() {
        return counts.values().stream().mapToInt(Integer::intValue).sum() / (double) calls;
    }
}
