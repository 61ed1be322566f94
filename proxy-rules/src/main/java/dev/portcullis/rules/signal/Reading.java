package dev.portcullis.rules.signal;

import dev.portcullis.rules.path.NormalPath;
import dev.portcullis.rules.path.PathViolation;
import java.time.Instant;
import java.util.List;

/// What all exchanges are read with. Immutable; used on any thread.
///
/// @param everything whether every exchange is worth an observation
record Reading(
        SecretHash hash,
        ProbeCatalog catalog,
        RefusedFamilies refused,
        List<OwnRuleMatch> ownRules,
        Scrub scrub,
        boolean everything) {

    private static final int LONGEST_AGENT = 200;
    private static final int LONGEST_METHOD = 32;
    private static final String ANY_PATH = "/";

    Reading {
        ownRules = List.copyOf(ownRules);
    }

    static Reading of(SignalReader.Terms terms, ProbeCatalog catalog) {
        return new Reading(
                terms.hash(),
                catalog,
                new RefusedFamilies(catalog),
                terms.ownRules().stream().map(OwnRuleMatch::of).toList(),
                new Scrub(terms.hash()),
                terms.everything());
    }

    /// Families of a request that the upstream answered.
    ///
    /// What is there is no probe, whatever its path; the query and the user agent may still be a scanner's. Both
    /// are looked at only if they are new or odd, so that an ordinary request costs nothing.
    ///
    /// A `CONNECT` that was forwarded is a websocket over HTTP/2 (RFC 8441).
    ///
    /// @param home whether the site is Home Assistant: others may serve PHP or WebDAV
    List<String> families(RequestView request, boolean home, int status, ConnectionNotes notes) {
        boolean first = notes.isFirstAgent();
        boolean tunnel = request.method().equals("CONNECT");
        String method = home && !tunnel ? request.method() : "GET";
        if (home ? status >= 400 : status == 404) {
            return catalog.families(method, request.target(), agent(request), request::field);
        }
        boolean odd = QueryText.isOdd(request.target());
        if (!first && !odd) {
            return List.of();
        }
        String target = odd ? ANY_PATH + QueryText.of(request.target()) : ANY_PATH;
        return catalog.families(method, target, agent(request), request::field);
    }

    /// Whether somebody needs to know.
    boolean matters(Finding finding, List<String> families, List<String> rules) {
        return everything || finding.outcome() != Outcome.NONE || !families.isEmpty() || !rules.isEmpty();
    }

    Observation observation(
            Instant at,
            RequestView request,
            String site,
            Observation.Answer answer,
            Finding finding,
            List<String> families,
            List<String> rules) {
        return new Observation(
                at,
                request.client(),
                request.zone().name(),
                site,
                trace(request, isElsewhere(request, answer, families)),
                answer,
                finding.outcome(),
                finding.credential(),
                finding.user(),
                families,
                rules);
    }

    /// A browser takes dot segments out before it sends a path (WHATWG URL §4.4).
    private boolean isElsewhere(RequestView request, Observation.Answer answer, List<String> families) {
        return RequestOrigin.isElsewhere(request)
                && !answer.detail().equals(PathViolation.DOT_SEGMENT.code())
                && families.stream().noneMatch(catalog::isOfTools);
    }

    private RequestTrace trace(RequestView request, boolean crossSite) {
        NormalPath path = request.path();
        return new RequestTrace(
                cut(request.method(), LONGEST_METHOD),
                scrub.path(path == null ? request.target() : path.value()),
                cut(agent(request), LONGEST_AGENT),
                crossSite);
    }

    static String agent(RequestView request) {
        String agent = request.field("user-agent");
        return agent == null ? "" : agent;
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }
}
