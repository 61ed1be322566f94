package dev.portcullis.rules.history;

import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.signal.RequestTrace;

/// Something that is held against a client, or remembered only so that its repetition is no news.
///
/// @param at milliseconds since the epoch, from when on it counts
/// @param touched when it was last repeated; it is remembered as long as this is within the window
/// @param keys what a repetition of it would have, one of them
/// @param weight 0 for what is only remembered
/// @param aside whether a page of another site may have made a browser do it
public record Event(long at, long touched, Kind kind, Keys keys, double weight, boolean aside, Evidence evidence) {

    private static final int LONGEST_PATH = 256;

    /// The objects of an event without its texts and keys, with room for the method and the place in a list.
    private static final int OBJECTS = 320;

    public Event {
        evidence = cut(evidence);
    }

    /// A history holds 64 of them: a long path is told from its beginning.
    private static Evidence cut(Evidence evidence) {
        RequestTrace request = evidence.request();
        if (request.path().length() <= LONGEST_PATH) {
            return evidence;
        }
        String path = request.path().substring(0, LONGEST_PATH);
        return new Evidence(
                evidence.at(),
                evidence.what(),
                evidence.weight(),
                new RequestTrace(request.method(), path, request.agent(), request.crossSite()),
                evidence.status());
    }

    /// What it counts as.
    public enum Kind {
        LOGIN,
        PROBE,
        /// A match of an own rule; counts as a probe.
        RULE,
        /// A match of an own rule that is only on trial.
        TRIAL;

        boolean isLogin() {
            return this == LOGIN;
        }
    }

    boolean has(Keys some) {
        return keys.meets(some);
    }

    /// Bytes in memory, roughly; texts of the network are of one byte for each character.
    int size() {
        RequestTrace request = evidence.request();
        return OBJECTS + keys.size() + request.path().length() + request.agent().length();
    }

    boolean isLike(Event other, boolean sameName) {
        boolean named = !sameName || evidence.what().equals(other.evidence.what());
        return kind == other.kind && aside == other.aside && named;
    }

    Event touched(long now) {
        return new Event(at, now, kind, keys, weight, aside, evidence);
    }

    Event earlier(long millis) {
        return new Event(at - millis, touched - millis, kind, keys, weight, aside, evidence);
    }

    /// Both in one; counts no longer than this one.
    Event merged(Event later) {
        return new Event(at, touched, kind, keys, weight + later.weight, aside && later.aside, later.evidence);
    }
}
