package dev.portcullis.core.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A number for each rule of a configuration, under which clients keep what they have used up of its rate. A
/// rule that was in the configuration before has the number that it had there; another gets one that neither
/// uses.
final class RuleNumbers {

    /// @param nth of several with one name
    private record Rule(String site, String name, int nth) {}

    private final Map<Rule, Integer> former;
    private final Map<Rule, Integer> numbers = new HashMap<>();
    private final Set<Integer> taken;
    private int next;

    RuleNumbers(Optional<RuleNumbers> before) {
        this.former = before.map(it -> Map.copyOf(it.numbers)).orElse(Map.of());
        this.taken = new HashSet<>(former.values());
    }

    /// The number of one more rule.
    int of(String site, String name) {
        int nth = 0;
        while (numbers.containsKey(new Rule(site, name, nth))) {
            nth++;
        }
        Rule rule = new Rule(site, name, nth);
        int number = former.containsKey(rule) ? former.get(rule) : unused();
        numbers.put(rule, number);
        return number;
    }

    private int unused() {
        while (!taken.add(next)) {
            next++;
        }
        return next;
    }
}
