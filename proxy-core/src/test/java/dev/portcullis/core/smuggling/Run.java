package dev.portcullis.core.smuggling;

import dev.portcullis.core.smuggling.Finding.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Plays cases one after the other to one door with one upstream behind it, an innocent client following each.
final class Run {

    private final Door door;
    private final RecordingUpstream upstream;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, String> received = new LinkedHashMap<>();
    private Link innocent;

    private Run(Door door, RecordingUpstream upstream) throws IOException {
        this.door = door;
        this.upstream = upstream;
        this.innocent = door.open();
    }

    /// Plays all of them.
    ///
    /// @param doors makes the door before the upstream on that port
    /// @return what is wrong; empty if nothing is
    static List<Finding> of(List<Case> cases, Reading reading, IntFunction<Door> doors)
            throws IOException, InterruptedException {
        return play(cases, reading, doors, false);
    }

    /// Ends when the upstream has seen a first request that policy did not approve.
    static List<Finding> untilSmuggled(List<Case> cases, Reading reading, IntFunction<Door> doors)
            throws IOException, InterruptedException {
        return play(cases, reading, doors, true);
    }

    private static List<Finding> play(List<Case> cases, Reading reading, IntFunction<Door> doors, boolean untilSmuggled)
            throws IOException, InterruptedException {
        try (RecordingUpstream upstream = new RecordingUpstream(reading)) {
            Run run;
            try (Door door = doors.apply(upstream.port())) {
                run = new Run(door, upstream);
                for (Case each : cases) {
                    run.play(each);
                    if (untilSmuggled && upstream.seen().stream().anyMatch(Verdict::isSmuggled)) {
                        break;
                    }
                }
                run.innocent.close();
            }
            return run.findings(cases);
        }
    }

    private void play(Case played) throws IOException {
        received.put(played.id(), door.play(played));
        ask(played);
    }

    /// An innocent client comes next, and wants nothing but its own answer.
    private void ask(Case before) throws IOException {
        String target = innocentTarget(before.id());
        innocent.write(Case.head("GET " + target + " HTTP/1.1"));
        String answer = innocent.readAnswer();
        if (!answer.startsWith("HTTP/1.1 200 ")
                || !answer.endsWith("\r\n\r\n" + RecordingUpstream.ANSWER + "GET " + target)) {
            findings.add(
                    new Finding(Kind.ANSWER, before.toString(), "the next client got \"" + Escaped.text(answer) + '"'));
            innocent.close();
            innocent = door.open();
        }
    }

    private static String innocentTarget(String id) {
        return Case.PATH + "?innocent-" + id;
    }

    private List<Finding> findings(List<Case> cases) throws InterruptedException {
        Map<String, List<Seen>> byCase = new LinkedHashMap<>();
        for (Seen each : upstream.all()) {
            String id = cases.stream()
                    .map(Case::id)
                    .filter(each::mentions)
                    .findFirst()
                    .orElse("");
            if (id.isEmpty()) {
                findings.add(new Finding(Kind.MALFORMED, "of no case", each.toString()));
            } else if (!each.target().equals(innocentTarget(id)) || !each.body().isEmpty()) {
                byCase.computeIfAbsent(id, _ -> new ArrayList<>()).add(each);
            }
        }
        for (Case each : cases) {
            String answer = received.get(each.id());
            if (answer != null) {
                findings.addAll(Verdict.on(each, byCase.getOrDefault(each.id(), List.of()), answer));
            }
        }
        return findings;
    }
}
