package dev.portcullis.acme.renew;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts at the authority's side what Let's Encrypt limits, as it publishes it, and notes each excess.
final class LimitCounter {

    private final Map<String, Deque<Instant>> seen = new HashMap<>();
    private final List<String> excesses = new ArrayList<>();
    private int certificates;
    private int failedProofs;

    synchronized void registered(Instant at) {
        count("accounts", 10, Duration.ofHours(3), at);
    }

    synchronized void ordered(Instant at) {
        count("orders", 300, Duration.ofHours(3), at);
    }

    synchronized void issued(List<String> names, Instant at) {
        certificates++;
        count("certificates", 50, Duration.ofDays(7), at);
        count("certificates for " + names, 5, Duration.ofDays(7), at);
    }

    synchronized void notProven(String name, Instant at) {
        failedProofs++;
        count("failed proofs of " + name, 5, Duration.ofHours(1), at);
    }

    private void count(String what, int most, Duration window, Instant at) {
        Deque<Instant> times = seen.computeIfAbsent(what, _ -> new ArrayDeque<>());
        times.add(at);
        while (times.getFirst().isBefore(at.minus(window))) {
            times.removeFirst();
        }
        if (times.size() > most) {
            excesses.add(times.size() + " " + what + " at " + at);
        }
    }

    synchronized List<String> excesses() {
        return List.copyOf(excesses);
    }

    synchronized int certificates() {
        return certificates;
    }

    synchronized int failedProofs() {
        return failedProofs;
    }
}
