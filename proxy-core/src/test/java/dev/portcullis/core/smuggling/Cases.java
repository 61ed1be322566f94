package dev.portcullis.core.smuggling;

import dev.portcullis.core.smuggling.Case.Asked;
import dev.portcullis.core.smuggling.Case.Fate;
import java.util.ArrayList;
import java.util.List;

/// Gathers the cases of one family.
final class Cases {

    private final List<Case> cases = new ArrayList<>();

    /// Must be refused before an upstream sees anything.
    Cases refused(String name, String octets) {
        return add(name, octets, Fate.REFUSED, List.of());
    }

    /// Must be refused while the body is on its way.
    Cases cut(String name, String octets, String method) {
        return add(name, octets, Fate.CUT, List.of(new Asked(method, Case.TARGET, "")));
    }

    /// Means one request for the exposed path.
    Cases passed(String name, String octets, String method, String body) {
        return add(name, octets, Fate.PASSED, List.of(new Asked(method, Case.TARGET, body)));
    }

    private Cases add(String name, String octets, Fate fate, List<Asked> expected) {
        String id = String.format("c%04d", cases.size());
        cases.add(new Case(
                id,
                name,
                octets.replace(Case.ID, id),
                fate,
                expected.stream()
                        .map(asked -> new Asked(
                                asked.method(),
                                asked.target().replace(Case.ID, id),
                                asked.body().replace(Case.ID, id)))
                        .toList()));
        return this;
    }

    List<Case> list() {
        return List.copyOf(cases);
    }
}
