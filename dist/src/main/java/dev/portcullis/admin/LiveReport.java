package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// What `GET /v1/top` answers: counts since start, and what is open now; see `docs/admin-api.md`.
///
/// @param now when it was asked
/// @param connections open now
/// @param websockets open now
/// @param requests since start, refused ones included
/// @param refused since start
/// @param failedLogins since start
/// @param probes since start
/// @param bansActive networks that are kept out now
/// @param firstBytes how long upstreams took to begin their answers, since start, by upper bound
/// @param upstreams one for each site
/// @param certificates one for each site
/// @param clients the busiest of those that are connected
/// @param events the latest, newest first
public record LiveReport(
        Instant now,
        String version,
        long uptimeSeconds,
        long connections,
        long websockets,
        long requests,
        long refused,
        long failedLogins,
        long probes,
        long bansActive,
        List<Bucket> firstBytes,
        List<Upstream> upstreams,
        List<Ending> certificates,
        List<Client> clients,
        List<Event> events) {

    public LiveReport {
        firstBytes = List.copyOf(firstBytes);
        upstreams = List.copyOf(upstreams);
        certificates = List.copyOf(certificates);
        clients = List.copyOf(clients);
        events = List.copyOf(events);
    }

    /// How many took at most so long, and longer than the bound before.
    ///
    /// @param milliseconds upper bound, rounded up; 0 for what took longer than all others
    public record Bucket(long milliseconds, long count) {

        void write(JsonGenerator json) {
            json.writeNumberProperty("milliseconds", milliseconds);
            json.writeNumberProperty("count", count);
        }
    }

    /// A site's upstream.
    ///
    /// @param up empty until something was tried
    public record Upstream(String site, Optional<Boolean> up) {

        void write(JsonGenerator json) {
            json.writeStringProperty("site", site);
            json.writeName("up");
            up.ifPresentOrElse(json::writeBoolean, json::writeNull);
        }
    }

    /// A site's certificate.
    ///
    /// @param notAfter empty while there is none
    /// @param trouble what it cannot be had for; empty where all is well
    public record Ending(String site, Optional<Instant> notAfter, String trouble) {

        void write(JsonGenerator json) {
            json.writeStringProperty("site", site);
            JsonMembers.moment(json, "not_after", notAfter);
            json.writeStringProperty("trouble", trouble);
        }
    }

    /// One that is connected.
    ///
    /// @param connections open now
    /// @param requests that came on these
    public record Client(String address, String zone, long connections, long requests) {

        void write(JsonGenerator json) {
            json.writeStringProperty("address", address);
            json.writeStringProperty("zone", zone);
            json.writeNumberProperty("connections", connections);
            json.writeNumberProperty("requests", requests);
        }
    }

    /// Something that happened.
    ///
    /// @param kind `banned`, `would ban`, `lifted`, `spared`, `failed login`, `login`, `probe` or `notice`
    /// @param client whom it is about
    /// @param what rule, family, cause or code
    public record Event(Instant at, String kind, String client, String what) {

        void write(JsonGenerator json) {
            JsonMembers.moment(json, "at", at);
            json.writeStringProperty("kind", kind);
            json.writeStringProperty("client", client);
            json.writeStringProperty("what", what);
        }
    }

    public String toJson() {
        return AdminJson.object(json -> {
            JsonMembers.moment(json, "now", now);
            json.writeStringProperty("version", version);
            json.writeNumberProperty("uptime_seconds", uptimeSeconds);
            json.writeNumberProperty("connections", connections);
            json.writeNumberProperty("websockets", websockets);
            json.writeNumberProperty("requests", requests);
            json.writeNumberProperty("refused", refused);
            json.writeNumberProperty("failed_logins", failedLogins);
            json.writeNumberProperty("probes", probes);
            json.writeNumberProperty("bans_active", bansActive);
            JsonMembers.objects(json, "first_bytes", firstBytes, Bucket::write);
            JsonMembers.objects(json, "upstreams", upstreams, Upstream::write);
            JsonMembers.objects(json, "certificates", certificates, Ending::write);
            JsonMembers.objects(json, "clients", clients, Client::write);
            JsonMembers.objects(json, "events", events, Event::write);
        });
    }

    /// Empty if this is no JSON object.
    public static Optional<LiveReport> parse(String json) {
        return AdminJson.parse(json).map(LiveReport::read);
    }

    private static LiveReport read(Fields all) {
        return new LiveReport(
                all.moment("now").orElse(Instant.EPOCH),
                all.text("version"),
                all.number("uptime_seconds"),
                all.number("connections"),
                all.number("websockets"),
                all.number("requests"),
                all.number("refused"),
                all.number("failed_logins"),
                all.number("probes"),
                all.number("bans_active"),
                all.objects("first_bytes").stream()
                        .map(it -> new Bucket(it.number("milliseconds"), it.number("count")))
                        .toList(),
                all.objects("upstreams").stream()
                        .map(it -> new Upstream(it.text("site"), it.truth("up")))
                        .toList(),
                all.objects("certificates").stream()
                        .map(it -> new Ending(it.text("site"), it.moment("not_after"), it.text("trouble")))
                        .toList(),
                all.objects("clients").stream()
                        .map(it -> new Client(
                                it.text("address"), it.text("zone"), it.number("connections"), it.number("requests")))
                        .toList(),
                all.objects("events").stream()
                        .map(it -> new Event(
                                it.moment("at").orElse(Instant.EPOCH),
                                it.text("kind"),
                                it.text("client"),
                                it.text("what")))
                        .toList());
    }
}
