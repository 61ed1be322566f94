package dev.portcullis.rules.signal;

import java.util.List;
import java.util.OptionalDouble;

/// One family of the catalogue.
///
/// @param cap the most that it counts for within one window
record ProbeFamily(
        String name,
        double weight,
        OptionalDouble cap,
        Sender sender,
        List<ProbeMark> marks,
        List<ProbeMark> exceptions) {

    /// Who can be made to send it by a page that somebody opens.
    enum Sender {
        /// A browser that says so, if it says such things at all.
        ANY,
        /// A browser that shows nothing of that page.
        BROWSER,
        /// No browser, whatever the page asks it for.
        TOOL
    }

    ProbeFamily {
        marks = List.copyOf(marks);
        exceptions = List.copyOf(exceptions);
    }

    boolean matches(ProbeRequest request) {
        return marks.stream().anyMatch(mark -> mark.isIn(request))
                && exceptions.stream().noneMatch(mark -> mark.isIn(request));
    }
}
