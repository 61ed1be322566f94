package dev.portcullis.core.smuggling;

import dev.portcullis.core.smuggling.Case.Asked;
import dev.portcullis.core.smuggling.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The oracle: what an upstream saw of a case, and what its client got, against what policy approves.
final class Verdict {

    private static final List<String> OURS_ALONE =
            List.of("host", "content-length", "transfer-encoding", "x-forwarded-for", "connection", "trailer");

    private final Case judged;
    private final List<Finding> findings = new ArrayList<>();

    private Verdict(Case judged) {
        this.judged = judged;
    }

    static List<Finding> on(Case judged, List<Seen> seen, String received) {
        Verdict verdict = new Verdict(judged);
        seen.forEach(verdict::policy);
        switch (judged.fate()) {
            case REFUSED -> verdict.refused(seen);
            case CUT -> verdict.cut(seen);
            case PASSED -> verdict.passed(seen);
        }
        verdict.client(received);
        return verdict.findings;
    }

    /// Whether policy approves of no such request: path and host are all that it goes by here.
    static boolean isSmuggled(Seen seen) {
        return !seen.isGarbage()
                && !seen.target().equals(Case.PATH)
                && !seen.target().startsWith(Case.PATH + "?");
    }

    private void policy(Seen seen) {
        if (seen.isGarbage()) {
            add(Kind.MALFORMED, seen.toString());
        } else if (isSmuggled(seen)) {
            add(Kind.SMUGGLED, seen.toString());
        } else {
            claims(seen);
        }
    }

    private void claims(Seen seen) {
        boolean honest = seen.values("Host").equals(List.of("home.test"))
                && seen.values("X-Forwarded-For").equals(List.of("127.0.0.1"))
                && seen.values("X-Forwarded-Host").equals(List.of("home.test"));
        boolean trailed = seen.trailers().stream().map(RequestReader::name).anyMatch(OURS_ALONE::contains);
        boolean disguised = seen.fields().stream()
                .map(field -> field.split(":", 2)[0])
                .filter(name -> OURS_ALONE.contains(RequestReader.name(name)))
                .anyMatch(name -> !OURS_ALONE.contains(name.toLowerCase(Locale.ROOT)));
        if (!honest || trailed || disguised) {
            add(Kind.CLAIM, seen.toString());
        }
    }

    private void refused(List<Seen> seen) {
        seen.forEach(each -> add(Kind.UNMEANT, each.toString()));
    }

    private void cut(List<Seen> seen) {
        Asked asked = judged.expected().getFirst();
        for (Seen each : seen) {
            if (each.whole()
                    || !each.method().equals(asked.method())
                    || !each.target().equals(asked.target())) {
                add(Kind.UNMEANT, each.toString());
            }
        }
        if (seen.size() > 1) {
            add(Kind.UNMEANT, seen.toString());
        }
    }

    private void passed(List<Seen> seen) {
        List<Asked> found = seen.stream()
                .filter(Seen::whole)
                .map(each -> new Asked(each.method(), each.target(), each.body()))
                .toList();
        if (!found.equals(judged.expected()) || found.size() != seen.size()) {
            add(
                    Kind.MISSING,
                    "found " + seen + " (expected: "
                            + Escaped.text(judged.expected().toString()) + ")");
        }
    }

    /// Own answers, each once; nobody else's.
    private void client(String received) {
        if (judged.octets().contains(":protocol") && received.startsWith("HTTP/1.1 502 ")) {
            // The upstream opened no tunnel, and to an HTTP/2 client its 200 would have said that it did.
            return;
        }
        boolean own = true;
        int answers = count(received, RecordingUpstream.ANSWER);
        for (Asked asked : judged.expected()) {
            boolean silent = "HEAD".equals(asked.method());
            int wanted = judged.fate() == Case.Fate.PASSED && !silent ? 1 : 0;
            int got = count(received, RecordingUpstream.ANSWER + asked.method() + " " + asked.target());
            own &= got == wanted;
            answers -= got;
        }
        boolean toldOff = judged.fate() == Case.Fate.PASSED
                ? received.startsWith("HTTP/1.1 200 ")
                : received.isEmpty() || received.startsWith("HTTP/1.1 4");
        if (!own || answers != 0 || !toldOff) {
            add(Kind.ANSWER, "the client got \"" + Escaped.text(received) + '"');
        }
    }

    private static int count(String text, String part) {
        int found = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            found++;
        }
        return found;
    }

    private void add(Kind kind, String what) {
        findings.add(new Finding(kind, judged.toString(), what));
    }
}
