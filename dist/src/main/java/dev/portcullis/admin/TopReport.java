package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import dev.portcullis.store.TopRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// What `GET /v1/probes/top` answers: what was probed most, or who probed most.
///
/// @param time of the answer
/// @param by `path` or `source`
/// @param since probes of then or later were counted
public record TopReport(Instant time, String by, Instant since, List<Line> top) {

    public TopReport {
        top = List.copyOf(top);
    }

    /// One line of the ranking.
    ///
    /// @param name a path or a client
    /// @param count probes
    /// @param others for a path, distinct clients; for a client, distinct paths
    public record Line(String name, long count, long others, Instant last) {

        static Line of(TopRow row) {
            return new Line(row.name(), row.count(), row.others(), row.last());
        }

        private void write(JsonGenerator json) {
            json.writeStringProperty("name", name);
            json.writeNumberProperty("count", count);
            json.writeNumberProperty("others", others);
            JsonMembers.moment(json, "last", last);
        }

        private static Line read(Fields fields) {
            return new Line(
                    fields.text("name"),
                    fields.number("count"),
                    fields.number("others"),
                    fields.moment("last").orElse(Instant.EPOCH));
        }
    }

    public String toJson() {
        return AdminJson.object(json -> {
            JsonMembers.moment(json, "time", time);
            json.writeStringProperty("by", by);
            JsonMembers.moment(json, "since", since);
            JsonMembers.objects(json, "top", top, Line::write);
        });
    }

    /// Empty if this is no JSON object.
    public static Optional<TopReport> parse(String json) {
        return AdminJson.parse(json)
                .map(fields -> new TopReport(
                        fields.moment("time").orElse(Instant.EPOCH),
                        fields.text("by"),
                        fields.moment("since").orElse(Instant.EPOCH),
                        fields.objects("top").stream().map(Line::read).toList()));
    }
}
