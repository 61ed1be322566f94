package dev.portcullis.acme.dns;

import dev.portcullis.acme.dns.WebDouble.Answer;
import dev.portcullis.acme.dns.WebDouble.Asked;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One account at deSEC with the domain `example.org`, answering as API v1 does.
final class DesecDouble implements Function<Asked, Answer> {

    private static final String DOMAIN = "example.org";
    private static final String SETS = "/domains/" + DOMAIN + "/rrsets/";

    /// TXT values by the label below the domain.
    final Map<String, List<String>> values = new ConcurrentHashMap<>();

    @Override
    public Answer apply(Asked asked) {
        if (!asked.authorization().equals("Token " + Failures.TOKEN.value())) {
            return Answer.of(401, "{\"detail\":\"Invalid token.\"}");
        }
        if (asked.path().equals("/domains/")) {
            String name = asked.query().getOrDefault("owns_qname", "");
            boolean ours = name.equals(DOMAIN) || name.endsWith("." + DOMAIN);
            return Answer.of(200, ours ? "[{\"name\":\"example.org\",\"minimum_ttl\":3600}]" : "[]");
        }
        if (asked.path().equals(SETS) && asked.method().equals("PATCH")) {
            return change(asked);
        }
        String label =
                asked.path().substring(SETS.length()).replace("/TXT/", "").replace("@", "");
        List<String> found = values.get(label);
        return found == null
                ? Answer.of(404, "{\"detail\":\"No RRset matches the given query.\"}")
                : Answer.of(
                        200,
                        "{\"subname\":\"%s\",\"type\":\"TXT\",\"ttl\":7200,\"records\":[%s]}"
                                .formatted(
                                        label,
                                        found.stream()
                                                .map(value -> "\"" + value.replace("\"", "\\\"") + "\"")
                                                .collect(Collectors.joining(","))));
    }

    private Answer change(Asked asked) {
        for (Json set : Json.read(asked.body()).orElseThrow().elements()) {
            if (set.get("ttl").number() < 3600) {
                return Answer.of(400, "[{\"ttl\":[\"Ensure this value is greater than or equal to 3600.\"]}]");
            }
            List<String> records =
                    set.get("records").elements().stream().map(Json::text).toList();
            if (records.isEmpty()) {
                values.remove(set.get("subname").text());
            } else {
                values.put(set.get("subname").text(), records);
            }
        }
        return Answer.of(200, "[]");
    }
}
