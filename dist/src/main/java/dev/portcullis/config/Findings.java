package dev.portcullis.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what is found wrong with one file.
final class Findings {

    private record Finding(Where where, String message) {}

    private final String file;
    private final Set<Finding> problems = new LinkedHashSet<>();
    private final List<Finding> warnings = new ArrayList<>();

    Findings(String file) {
        this.file = file;
    }

    void problem(Where where, Fault fault) {
        problem(where, fault.message());
    }

    void problem(Where where, String message) {
        problems.add(new Finding(where, message));
    }

    void warning(Where where, Fault fault) {
        warnings.add(new Finding(where, fault.message()));
    }

    boolean anyProblem() {
        return !problems.isEmpty();
    }

    /// Whether something was found wrong with a key inside that section.
    boolean anyProblemIn(Where section) {
        return problems.stream().anyMatch(it -> it.where.path().startsWith(section.path() + "."));
    }

    /// By position in the file.
    List<Problem> problems() {
        return problems.stream()
                .sorted(Comparator.comparing(Finding::where))
                .map(it -> new Problem(
                        file, it.where.mark().line(), it.where.mark().column(), it.where.path(), it.message))
                .toList();
    }

    /// By position in the file.
    List<Warning> warnings() {
        return warnings.stream()
                .sorted(Comparator.comparing(Finding::where))
                .map(it -> new Warning(
                        file, it.where.mark().line(), it.where.mark().column(), it.where.path(), it.message))
                .toList();
    }
}
