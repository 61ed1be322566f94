package dev.portcullis.rules.history;

import dev.portcullis.rules.ban.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What is known of one client's recent doings. Immutable: each event makes another one.
///
/// Its clock never runs backwards. Where that of the machine does, by more than a moment, all that is held here is
/// moved back along with it: no time has passed then, and from there on it passes as usual.
///
/// @param clock the client's latest time, milliseconds since the epoch
/// @param events oldest first, 64 at most
/// @param sparedLogins when a ban for failed logins was last not made
/// @param sparedProbes when a ban for probes was last not made
public record ClientHistory(long clock, List<Event> events, long sparedLogins, long sparedProbes) {

    /// Most events that are kept; beyond, the oldest are merged.
    static final int MOST_EVENTS = 64;

    private static final long NEVER = Long.MIN_VALUE / 4;
    private static final long A_MOMENT = 2_000;
    private static final int MOST_EVIDENCE = 20;
    private static final double OTHER_EVIDENCE = 1;

    /// The history without its events, its client and its place in the table.
    private static final int OBJECTS = 256;

    /// Nothing is known.
    public static final ClientHistory NONE = new ClientHistory(NEVER, List.of(), NEVER, NEVER);

    public ClientHistory {
        events = List.copyOf(events);
    }

    /// The same at a later time: what is out of its window is gone.
    public ClientHistory at(long now, Windows windows) {
        if (clock - now > A_MOMENT) {
            long step = clock - now;
            List<Event> moved =
                    events.stream().map(event -> event.earlier(step)).toList();
            return new ClientHistory(now, moved, sparedLogins - step, sparedProbes - step);
        }
        long then = Math.max(clock, now);
        List<Event> left = events.stream()
                .filter(event -> then - event.touched() < windows.of(event.kind()))
                .toList();
        return new ClientHistory(then, left, sparedLogins, sparedProbes);
    }

    /// Whether something of that kind with one of these keys is remembered.
    public boolean holds(Event.Kind kind, List<String> keys) {
        Keys some = Keys.of(keys);
        return events.stream().anyMatch(event -> event.kind() == kind && event.has(some));
    }

    /// Whether something of that kind with this key began to count so lately.
    public boolean began(Event.Kind kind, String key, long withinMillis) {
        Keys some = Keys.of(key);
        return events.stream()
                .anyMatch(event -> event.kind() == kind && clock - event.at() < withinMillis && event.has(some));
    }

    /// With the repetition of what is remembered.
    public ClientHistory repeated(Event.Kind kind, List<String> keys) {
        Keys some = Keys.of(keys);
        return with(events.stream()
                .map(event -> event.kind() == kind && event.has(some) ? event.touched(clock) : event)
                .toList());
    }

    /// With something new.
    public ClientHistory added(Event.Kind kind, List<String> keys, double weight, boolean aside, Evidence evidence) {
        List<Event> all = new ArrayList<>(events);
        all.add(new Event(clock, clock, kind, Keys.of(keys), weight, aside, evidence));
        if (all.size() > MOST_EVENTS) {
            shorten(all);
        }
        return with(all);
    }

    private static void shorten(List<Event> all) {
        for (int i = 0; i < all.size() - 1; i++) {
            if (all.get(i).weight() == 0) {
                all.remove(i);
                return;
            }
        }
        if (!merge(all, true)) {
            merge(all, false);
        }
    }

    /// @param sameName whether they have to be of the same name too, as caps count by names
    private static boolean merge(List<Event> all, boolean sameName) {
        for (int i = 0; i < all.size() - 1; i++) {
            for (int later = i + 1; later < all.size(); later++) {
                if (all.get(i).isLike(all.get(later), sameName)) {
                    all.set(i, all.get(i).merged(all.remove(later)));
                    return true;
                }
            }
        }
        return false;
    }

    /// Without what is of these kinds.
    public ClientHistory without(Set<Event.Kind> kinds) {
        return with(
                events.stream().filter(event -> !kinds.contains(event.kind())).toList());
    }

    /// From now on the client has been spared a ban.
    public ClientHistory spared(boolean logins) {
        return new ClientHistory(clock, events, logins ? clock : sparedLogins, logins ? sparedProbes : clock);
    }

    /// Whether the client was spared a ban within the window.
    public boolean wasSpared(boolean logins, Windows windows) {
        return logins ? clock - sparedLogins < windows.logins() : clock - sparedProbes < windows.probes();
    }

    private ClientHistory with(List<Event> changed) {
        return new ClientHistory(clock, changed, sparedLogins, sparedProbes);
    }

    /// The weight of what is of these kinds and within its window. What a page of another site may have caused weighs
    /// nothing unless there is as much as one whole event besides.
    public double weight(Set<Event.Kind> kinds, Windows windows) {
        double own = sum(kinds, windows, event -> !event.aside());
        return own >= OTHER_EVIDENCE ? own + sum(kinds, windows, Event::aside) : own;
    }

    /// The weight of what a page of another site may have caused and that therefore weighs nothing.
    public double weightAside(Set<Event.Kind> kinds, Windows windows) {
        return sum(kinds, windows, event -> !event.aside()) >= OTHER_EVIDENCE ? 0 : sum(kinds, windows, Event::aside);
    }

    /// The weight of all that is called so, whoever caused it.
    public double weightOf(Event.Kind kind, Set<String> what, Windows windows) {
        return sum(
                Set.of(kind), windows, event -> what.contains(event.evidence().what()));
    }

    private double sum(Set<Event.Kind> kinds, Windows windows, Predicate<Event> counts) {
        double sum = 0;
        for (Event event : events) {
            boolean within = clock - event.at() < windows.of(event.kind());
            if (within && kinds.contains(event.kind()) && counts.test(event)) {
                sum += event.weight();
            }
        }
        return sum;
    }

    /// The last 20 that weigh something, oldest first.
    public List<Evidence> evidence(Set<Event.Kind> kinds, Windows windows) {
        List<Evidence> all = events.stream()
                .filter(event -> kinds.contains(event.kind()) && event.weight() > 0)
                .filter(event -> clock - event.at() < windows.of(event.kind()))
                .map(Event::evidence)
                .toList();
        return all.subList(Math.max(0, all.size() - MOST_EVIDENCE), all.size());
    }

    /// Whether there is nothing to remember.
    boolean isEmpty(Windows windows) {
        return events.isEmpty() && !wasSpared(true, windows) && !wasSpared(false, windows);
    }

    /// Bytes in memory, roughly.
    int size() {
        return events.stream().mapToInt(Event::size).sum() + OBJECTS;
    }
}
