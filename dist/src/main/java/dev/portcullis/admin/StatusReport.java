package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// What `GET /v1/status` answers; see `docs/admin-api.md`.
///
/// Times are text as the server writes them (RFC 3339, UTC).
///
/// @param version of the program
/// @param pid of the server's process
/// @param started when
/// @param uptimeSeconds since then
/// @param config the configuration file, empty for `demo`
/// @param state the state folder
/// @param transport `epoll` or `nio`
/// @param tlsEngine `BoringSSL` or `JDK`
/// @param https addresses of the https listeners, ports resolved
/// @param http addresses of the http listeners, ports resolved
/// @param connections open now
/// @param websockets open now
/// @param requests since start, refused ones included
/// @param refused refusals by Portcullis itself since start
/// @param upstreams one for each site, in order
/// @param certificates one for each site, in order
/// @param protection bans, probes and logins
/// @param warnings what the owner should attend to, ready to print
public record StatusReport(
        String version,
        long pid,
        String started,
        long uptimeSeconds,
        String config,
        String state,
        String transport,
        String tlsEngine,
        List<String> https,
        List<String> http,
        long connections,
        long websockets,
        long requests,
        long refused,
        List<Upstream> upstreams,
        List<Certificate> certificates,
        ProtectionReport protection,
        List<String> warnings) {

    public StatusReport {
        https = List.copyOf(https);
        http = List.copyOf(http);
        upstreams = List.copyOf(upstreams);
        certificates = List.copyOf(certificates);
        warnings = List.copyOf(warnings);
    }

    /// One site's upstream.
    ///
    /// @param site its first host name
    /// @param url its origin
    /// @param up empty until something was tried
    /// @param since when `up` last changed
    /// @param trouble the last failure in words; empty while up
    public record Upstream(String site, String url, Optional<Boolean> up, String since, String trouble) {}

    /// One certificate in use.
    ///
    /// @param names what it is for
    /// @param source where it is to come from: `acme`, `file` or `self_signed`
    /// @param notAfter its end; empty while there is none
    /// @param daysLeft until then, whole days; negative once it is over
    /// @param serving what is served now: one of the same
    /// @param next when something is done about it; empty where nothing is
    /// @param working whether an attempt is being made now
    /// @param urgency how badly it is needed while it cannot be had; empty where all is well
    /// @param trouble what the last attempt failed with
    public record Certificate(
            List<String> names,
            String source,
            String notAfter,
            long daysLeft,
            String serving,
            String next,
            boolean working,
            String urgency,
            Optional<CertTroubleEntry> trouble) {

        public Certificate {
            names = List.copyOf(names);
        }

        /// As `certs` tells of it.
        public static Certificate of(CertEntry entry, Instant now) {
            return new Certificate(
                    entry.names(),
                    entry.source(),
                    entry.notAfter().map(Instant::toString).orElse(""),
                    entry.daysLeft(now).orElse(0L),
                    entry.serving(),
                    entry.next().map(Instant::toString).orElse(""),
                    entry.working(),
                    entry.urgency(),
                    entry.trouble());
        }

        /// Whether the owner had better look, as [CertEntry#needsAttention] says.
        public boolean needsAttention() {
            return daysLeft < 0
                    || CertEntry.isPressing(urgency)
                    || trouble.map(CertTroubleEntry::needsOwner).orElse(false);
        }
    }

    public String toJson() {
        return AdminJson.object(json -> {
            json.writeStringProperty("version", version);
            json.writeNumberProperty("pid", pid);
            json.writeStringProperty("started", started);
            json.writeNumberProperty("uptime_seconds", uptimeSeconds);
            json.writeStringProperty("config", config);
            json.writeStringProperty("state", state);
            json.writeStringProperty("transport", transport);
            json.writeStringProperty("tls_engine", tlsEngine);
            JsonMembers.texts(json, "https", https);
            JsonMembers.texts(json, "http", http);
            json.writeNumberProperty("connections", connections);
            json.writeNumberProperty("websockets", websockets);
            json.writeNumberProperty("requests", requests);
            json.writeNumberProperty("refused", refused);
            json.writeArrayPropertyStart("upstreams");
            upstreams.forEach(upstream -> write(json, upstream));
            json.writeEndArray();
            json.writeArrayPropertyStart("certificates");
            certificates.forEach(certificate -> write(json, certificate));
            json.writeEndArray();
            JsonMembers.object(json, "protection", Optional.of(protection), ProtectionReport::write);
            JsonMembers.texts(json, "warnings", warnings);
        });
    }

    /// Empty if this is no JSON object.
    public static Optional<StatusReport> parse(String json) {
        return AdminJson.parse(json)
                .map(fields -> new StatusReport(
                        fields.text("version"),
                        fields.number("pid"),
                        fields.text("started"),
                        fields.number("uptime_seconds"),
                        fields.text("config"),
                        fields.text("state"),
                        fields.text("transport"),
                        fields.text("tls_engine"),
                        fields.texts("https"),
                        fields.texts("http"),
                        fields.number("connections"),
                        fields.number("websockets"),
                        fields.number("requests"),
                        fields.number("refused"),
                        fields.objects("upstreams").stream()
                                .map(StatusReport::upstream)
                                .toList(),
                        fields.objects("certificates").stream()
                                .map(StatusReport::certificate)
                                .toList(),
                        fields.object("protection").map(ProtectionReport::read).orElse(ProtectionReport.NONE),
                        fields.texts("warnings")));
    }

    private static void write(JsonGenerator json, Upstream upstream) {
        json.writeStartObject();
        json.writeStringProperty("site", upstream.site);
        json.writeStringProperty("url", upstream.url);
        json.writeName("up");
        upstream.up.ifPresentOrElse(json::writeBoolean, json::writeNull);
        json.writeStringProperty("since", upstream.since);
        json.writeStringProperty("trouble", upstream.trouble);
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Certificate certificate) {
        json.writeStartObject();
        JsonMembers.texts(json, "names", certificate.names);
        json.writeStringProperty("source", certificate.source);
        json.writeStringProperty("not_after", certificate.notAfter);
        json.writeNumberProperty("days_left", certificate.daysLeft);
        json.writeStringProperty("serving", certificate.serving);
        json.writeStringProperty("next", certificate.next);
        json.writeBooleanProperty("working", certificate.working);
        json.writeStringProperty("urgency", certificate.urgency);
        JsonMembers.object(json, "trouble", certificate.trouble, CertTroubleEntry::write);
        json.writeEndObject();
    }

    private static Upstream upstream(Fields fields) {
        return new Upstream(
                fields.text("site"),
                fields.text("url"),
                fields.truth("up"),
                fields.text("since"),
                fields.text("trouble"));
    }

    private static Certificate certificate(Fields fields) {
        return new Certificate(
                fields.texts("names"),
                fields.text("source"),
                fields.text("not_after"),
                fields.number("days_left"),
                fields.text("serving"),
                fields.text("next"),
                fields.truth("working").orElse(false),
                fields.text("urgency"),
                fields.object("trouble").map(CertTroubleEntry::read));
    }
}
