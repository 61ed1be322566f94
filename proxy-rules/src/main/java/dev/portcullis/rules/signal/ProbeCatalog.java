package dev.portcullis.rules.signal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Families of requests that only somebody makes who looks for holes, and how much each counts.
///
/// Weights count against `protection.probes.limit`. What belongs to which family stands in `probes.txt`, beside this
/// class. Immutable; used on any thread. Matching takes time linear in the length of the request.
public final class ProbeCatalog implements FamilyWeights {

    private final List<ProbeFamily> byWeight;
    private final Map<String, ProbeFamily> byName;
    private final Map<String, String> familyOfRefusal;
    private final Map<String, String> familyOfViolation;
    private final ProbePlaces places;

    /// @param families in the order of the file
    ProbeCatalog(
            Map<String, ProbeFamily> families,
            Map<String, String> familyOfRefusal,
            Map<String, String> familyOfViolation,
            ProbePlaces places) {
        this.byName = Map.copyOf(families);
        this.byWeight = families.values().stream()
                .sorted(Comparator.comparingDouble(ProbeFamily::weight).reversed())
                .toList();
        this.familyOfRefusal = Map.copyOf(familyOfRefusal);
        this.familyOfViolation = Map.copyOf(familyOfViolation);
        this.places = places;
    }

    /// The catalogue that comes with the program.
    public static ProbeCatalog standard() {
        return Standard.CATALOG;
    }

    /// Reads a catalogue; the form is described at the top of `probes.txt`.
    ///
    /// @throws IllegalArgumentException with the number of the line, what was found and what was expected
    public static ProbeCatalog parse(String text) {
        return new ProbeCatalogReader("probes.txt").read(text);
    }

    /// The families that a request belongs to, by what is in it, weightiest first.
    ///
    /// @param target path and query, as sent or canonical; escapes in it are undone at most twice
    /// @param agent User-Agent; empty if there is none
    /// @param field the first field of a name in lower case
    public List<String> families(String method, String target, String agent, Function<String, @Nullable String> field) {
        ProbeRequest request = ProbeRequest.of(method, target, agent, field, places);
        return byWeight.stream()
                .filter(family -> family.matches(request))
                .map(ProbeFamily::name)
                .toList();
    }

    /// The family of what we refused ourselves.
    ///
    /// @param code as in `docs/refusals.md`
    /// @param detail the code of a [dev.portcullis.rules.path.PathViolation]; else empty
    public Optional<String> refusal(String code, String detail) {
        String byDetail = familyOfViolation.get(detail);
        return Optional.ofNullable(byDetail != null ? byDetail : familyOfRefusal.get(code));
    }

    /// How much a request of the family counts; 0 for an unknown one.
    @Override
    public double weight(String family) {
        ProbeFamily known = byName.get(family);
        return known == null ? 0 : known.weight();
    }

    /// The most that a family counts for within one window; empty for no such bound.
    @Override
    public OptionalDouble cap(String family) {
        ProbeFamily known = byName.get(family);
        return known == null ? OptionalDouble.empty() : known.cap();
    }

    /// Whether a page elsewhere can make a browser produce it in a way that shows nothing of that page.
    @Override
    public boolean browserCanSend(String family) {
        ProbeFamily known = byName.get(family);
        return known != null && known.sender() == ProbeFamily.Sender.BROWSER;
    }

    /// Whether no browser sends it, whatever a page asks for.
    boolean isOfTools(String family) {
        ProbeFamily known = byName.get(family);
        return known != null && known.sender() == ProbeFamily.Sender.TOOL;
    }

    /// Read once, when it is first asked for.
    private static final class Standard {
        static final ProbeCatalog CATALOG = parse(ProbeFile.text());
    }
}
