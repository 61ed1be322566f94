package dev.portcullis.acme.dns;

import dev.portcullis.acme.dns.WebDouble.Answer;
import dev.portcullis.acme.dns.WebDouble.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// One account at Cloudflare with the zones `example.org` and `deep.example.net`, answering as API v4 does.
///
/// Pages are two records long.
final class CloudflareDouble implements Function<Asked, Answer> {

    static final String ZONE = "023e105f4ecef8ad9ca31a8372d0c353";
    private static final Map<String, String> ZONES =
            Map.of("example.org", ZONE, "deep.example.net", "00000000000000000000000000000002");
    private static final int PAGE = 2;

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();

    record Entry(String id, String type, String name, String content, boolean proxied) {}

    void has(String type, String name, String content, boolean proxied) {
        String id = "%032x".formatted(made.incrementAndGet());
        entries.put(id, new Entry(id, type, name, content, proxied));
    }

    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    List<String> contents(String type, String name) {
        return entries().stream()
                .filter(entry -> entry.type().equals(type) && entry.name().equals(name))
                .map(Entry::content)
                .sorted()
                .toList();
    }

    @Override
    public Answer apply(Asked asked) {
        if (!asked.authorization().equals("Bearer " + Failures.TOKEN.value())) {
            return error(403, 9109, "Invalid access token");
        }
        if (asked.path().equals("/zones")) {
            String zone = asked.query().getOrDefault("name", "");
            return list(
                    ZONES.containsKey(zone)
                            ? List.of("{\"id\":\"%s\",\"name\":\"%s\"}".formatted(ZONES.get(zone), zone))
                            : List.of(),
                    1);
        }
        String id = asked.path().substring(asked.path().lastIndexOf('/') + 1);
        return switch (asked.method()) {
            case "GET" -> search(asked);
            case "POST" -> create(asked);
            case "PATCH" -> change(id, asked);
            case "DELETE" ->
                entries.remove(id) == null ? error(404, 81044, "Record does not exist.") : success("{\"id\":\"x\"}");
            default -> error(405, 10405, "Method not allowed");
        };
    }

    private Answer search(Asked asked) {
        List<String> found = new ArrayList<>();
        entries.values().stream()
                .filter(entry -> entry.type().equals(asked.query().get("type"))
                        && entry.name().equals(asked.query().get("name")))
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .forEach(entry -> found.add("""
                        {"id":"%s","type":"%s","name":"%s","content":"%s","proxied":%s,"ttl":60}""".formatted(
                                entry.id(),
                                entry.type(),
                                entry.name(),
                                entry.content().replace("\"", "\\\""),
                                entry.proxied())));
        return list(found, Integer.parseInt(asked.query().getOrDefault("page", "1")));
    }

    private Answer create(Asked asked) {
        Json body = Json.read(asked.body()).orElseThrow();
        Entry wanted = new Entry(
                "",
                body.get("type").text(),
                body.get("name").text(),
                body.get("content").text(),
                false);
        if (!contents("CNAME", wanted.name()).isEmpty()) {
            return error(400, 81054, "A CNAME record with that host already exists.");
        }
        if (contents(wanted.type(), wanted.name()).contains(wanted.content())) {
            return error(400, 81058, "An identical record already exists.");
        }
        has(wanted.type(), wanted.name(), wanted.content(), false);
        return success("{}");
    }

    private Answer change(String id, Asked asked) {
        Json body = Json.read(asked.body()).orElseThrow();
        return Optional.ofNullable(entries.computeIfPresent(
                        id,
                        (_, old) -> new Entry(
                                id, old.type(), old.name(), body.get("content").text(), old.proxied())))
                .map(_ -> success("{}"))
                .orElseGet(() -> error(404, 81044, "Record does not exist."));
    }

    static Answer error(int status, int code, String message) {
        return Answer.of(status, """
                {"success":false,"errors":[{"code":%d,"message":"%s"}],"messages":[],"result":null}""".formatted(code, message));
    }

    private static Answer success(String result) {
        return Answer.of(200, "{\"success\":true,\"errors\":[],\"messages\":[],\"result\":" + result + "}");
    }

    private static Answer list(List<String> all, int page) {
        List<String> shown = all.stream().skip((page - 1L) * PAGE).limit(PAGE).toList();
        return Answer.of(200, """
                {"success":true,"errors":[],"messages":[],"result":[%s],
                 "result_info":{"page":%d,"per_page":%d,"total_pages":%d,"count":%d,"total_count":%d}}""".formatted(
                        String.join(",", shown), page, PAGE, (all.size() + PAGE - 1) / PAGE, shown.size(), all.size()));
    }
}
