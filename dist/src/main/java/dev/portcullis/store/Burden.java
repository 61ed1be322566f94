package dev.portcullis.store;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.RequestTrace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// About how many bytes of memory an effect holds; rather too many than too few.
final class Burden {

    private static final int FRAME = 200;
    private static final int STRING = 40;

    private Burden() {}

    static long of(List<Effect> effects) {
        return effects.stream().mapToLong(Burden::of).sum();
    }

    private static long of(Effect effect) {
        return switch (effect) {
            case Effect.Banned banned -> ban(banned.ban()) + evidence(banned.evidence());
            case Effect.Lifted lifted -> ban(lifted.ban()) + text(lifted.why());
            case Effect.Spared spared -> FRAME + evidence(spared.evidence());
            case Effect.LoginSeen login -> observation(login.observation());
            case Effect.ProbeSeen probe -> observation(probe.observation());
            case Effect.Noticed noticed -> FRAME + text(noticed.text());
            case Effect.CredentialLearned _, Effect.OwnerSeen _, Effect.LoginsSlowed _ -> FRAME;
        };
    }

    private static long ban(Ban ban) {
        return FRAME + text(ban.note());
    }

    private static long evidence(List<Evidence> evidence) {
        return evidence.stream()
                .mapToLong(one -> FRAME + request(one.request()))
                .sum();
    }

    private static long observation(Observation seen) {
        return FRAME
                + request(seen.request())
                + text(seen.user())
                + texts(seen.credential().hashes())
                + texts(seen.families())
                + texts(seen.ownRules());
    }

    private static long request(RequestTrace request) {
        return text(request.method()) + text(request.path()) + text(request.agent());
    }

    private static long texts(List<String> texts) {
        return texts.stream().mapToLong(Burden::text).sum();
    }

    private static long text(@Nullable String text) {
        return text == null ? 0 : STRING + 2L * text.length();
    }
}
