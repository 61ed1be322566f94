package dev.portcullis.app;

import dev.portcullis.admin.LiveReport.Event;
import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.history.Weights;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.signal.Observation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last things that happened, for `top`. Any thread.
final class RecentEvents {

    private static final int MOST = 50;

    private final Deque<Event> events = new ArrayDeque<>();

    synchronized void add(List<Effect> effects) {
        effects.forEach(this::add);
        while (events.size() > MOST) {
            events.removeLast();
        }
    }

    /// Newest first.
    synchronized List<Event> latest() {
        return List.copyOf(events);
    }

    private void add(Effect effect) {
        switch (effect) {
            case Effect.Banned(Ban ban, var _) ->
                events.addFirst(new Event(
                        ban.from(),
                        ban.enforced() ? "banned" : "would ban",
                        ban.network().toString(),
                        ban.rule().isEmpty() ? ban.cause().key() : ban.rule()));
            case Effect.Lifted(Ban ban, var at, var _) ->
                events.addFirst(new Event(at, "lifted", ban.network().toString(), ""));
            case Effect.Spared spared ->
                events.addFirst(new Event(spared.at(), "spared", spared.client().toString(), spared.why()));
            case Effect.LoginSeen(Observation seen, double _) ->
                events.addFirst(new Event(
                        seen.at(),
                        Weights.isSuccess(seen.outcome()) ? "login" : "failed login",
                        ClientKey.of(seen.client()).toString(),
                        seen.outcome().key()));
            case Effect.ProbeSeen(Observation seen, String what, double _) ->
                events.addFirst(new Event(
                        seen.at(), "probe", ClientKey.of(seen.client()).toString(), what));
            case Effect.Noticed noticed ->
                events.addFirst(
                        new Event(noticed.at(), "notice", noticed.client().toString(), noticed.code()));
            case Effect.CredentialLearned _, Effect.OwnerSeen _, Effect.LoginsSlowed _ -> {}
        }
    }
}
