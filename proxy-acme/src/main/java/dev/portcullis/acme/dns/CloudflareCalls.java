package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.Secret;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// The calls of Cloudflare's API v4 that records need.
final class CloudflareCalls {

    /// 6003 and 6111: no token of any kind; 9109: invalid; 10000: authentication error.
    private static final Set<Integer> TOKEN_CODES = Set.of(6003, 6111, 9109, 10000);

    /// The record, or an identical one, exists.
    private static final Set<Integer> EXISTS_CODES = Set.of(81057, 81058);

    /// A CNAME stands at the name, and nothing else may beside it (RFC 1034 §3.6.2).
    private static final Set<Integer> ALIAS_CODES = Set.of(81053, 81054);

    /// The record does not exist.
    private static final Set<Integer> GONE_CODES = Set.of(81044);

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 50;
    private static final int LONGEST_ID = 64;

    private final ProviderCalls calls;

    CloudflareCalls(Secret token, URI base, HttpCalls http, InstantSource clock) {
        calls = new ProviderCalls("Cloudflare", base, "Bearer", token, http, clock);
    }

    /// A zone's place in the API.
    record Zone(String path) {}

    /// One record.
    record Entry(String path, String content) {}

    /// The nearest zone at or above the name.
    Zone zone(String name) throws AcmeFailure {
        for (String zone = name; zone.indexOf('.') > 0; zone = zone.substring(zone.indexOf('.') + 1)) {
            Json answer = get(name, "/zones?name=" + ProviderCalls.encoded(zone));
            for (Json found : answer.get("result").elements()) {
                if (zone.equalsIgnoreCase(found.get("name").text())) {
                    return new Zone("/zones/" + id(name, found));
                }
            }
        }
        throw calls.failure(
                name,
                "no zone of this token holds the name",
                "Give the token the permissions Zone:Read and DNS:Edit for the zone, at"
                        + " https://dash.cloudflare.com/profile/api-tokens.");
    }

    /// All records of that type at that name.
    List<Entry> entries(Zone zone, String type, String name) throws AcmeFailure {
        List<Entry> entries = new ArrayList<>();
        String records = zone.path() + "/dns_records";
        for (int page = 1; page <= MOST_PAGES; page++) {
            Json answer = get(
                    name,
                    "%s?type=%s&name=%s&per_page=%d&page=%d"
                            .formatted(records, type, ProviderCalls.encoded(name), PAGE, page));
            for (Json found : answer.get("result").elements()) {
                if (type.equals(found.get("type").text())
                        && name.equalsIgnoreCase(found.get("name").text())) {
                    entries.add(new Entry(
                            records + "/" + id(name, found),
                            found.get("content").text()));
                }
            }
            if (page >= answer.get("result_info").get("total_pages").number()) {
                return entries;
            }
        }
        throw calls.failure(
                name,
                "more than %d %s records".formatted(PAGE * MOST_PAGES, type),
                "Remove those that are left over, in Cloudflare's dashboard.");
    }

    /// A record that exists already is fine.
    void create(Zone zone, String name, Consumer<JsonGenerator> members) throws AcmeFailure {
        send(name, "POST", zone.path() + "/dns_records", Optional.of(object(members)), EXISTS_CODES);
    }

    /// Changes these members, and no others.
    void change(Entry entry, String name, Consumer<JsonGenerator> members) throws AcmeFailure {
        send(name, "PATCH", entry.path(), Optional.of(object(members)), EXISTS_CODES);
    }

    /// A record that is gone already is fine.
    void delete(Entry entry, String name) throws AcmeFailure {
        send(name, "DELETE", entry.path(), Optional.empty(), GONE_CODES);
    }

    AcmeFailure failure(String name, String found, String remedy) {
        return calls.failure(name, found, remedy);
    }

    private Json get(String name, String path) throws AcmeFailure {
        return send(name, "GET", path, Optional.empty(), Set.of());
    }

    private Json send(String name, String method, String path, Optional<String> body, Set<Integer> fine)
            throws AcmeFailure {
        HttpReply reply = calls.call(name, method, path, body);
        if (reply.status() == 401 || reply.status() == 403) {
            throw refused(name, "status " + reply.status() + ": " + calls.quoted(said(reply)));
        }
        Json answer = calls.json(name, reply);
        if (reply.isSuccess() && "true".equals(answer.get("success").text())) {
            return answer;
        }
        List<Integer> codes = codes(answer);
        if (codes.stream().anyMatch(TOKEN_CODES::contains)) {
            throw refused(name, calls.quoted(said(reply)));
        }
        if (codes.stream().anyMatch(fine::contains)) {
            return answer;
        }
        if (codes.stream().anyMatch(ALIAS_CODES::contains)) {
            throw calls.failure(
                    name,
                    calls.quoted(said(reply)),
                    "A CNAME record stands at this name, and nothing else can stand beside it: remove it in Cloudflare's"
                            + " dashboard.");
        }
        throw calls.failure(
                name,
                "status %d: %s".formatted(reply.status(), calls.quoted(said(reply))),
                "It is tried again by itself; if it stays so, look at https://www.cloudflarestatus.com.");
    }

    private AcmeFailure refused(String name, String found) {
        return calls.refused(
                name,
                found,
                "Make a new token with Zone:Read and DNS:Edit for the zone, at"
                        + " https://dash.cloudflare.com/profile/api-tokens.");
    }

    private static List<Integer> codes(Json answer) {
        return answer.get("errors").elements().stream()
                .map(error -> error.get("code").number())
                .toList();
    }

    /// `9109 Invalid access token`, else the body itself.
    private static String said(HttpReply reply) {
        List<String> said = Json.read(reply.body()).orElseGet(Json.Nothing::new).get("errors").elements().stream()
                .map(error ->
                        error.get("code").text() + " " + error.get("message").text())
                .toList();
        return said.isEmpty() ? reply.body() : String.join(", ", said);
    }

    /// An id becomes part of a path, so it must not be able to lead anywhere else.
    private String id(String name, Json found) throws AcmeFailure {
        String id = found.get("id").text().toLowerCase(Locale.ROOT);
        boolean plain = id.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'));
        if (id.isEmpty() || id.length() > LONGEST_ID || !plain) {
            throw calls.failure(name, "an answer without a usable id", "It is tried again by itself.");
        }
        return id;
    }

    private static String object(Consumer<JsonGenerator> members) {
        return Json.written(json -> {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        });
    }
}
