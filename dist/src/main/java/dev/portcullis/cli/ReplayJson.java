package dev.portcullis.cli;

import dev.portcullis.admin.AdminJson;
import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.replay.ReplayDiff;
import dev.portcullis.rules.replay.ReplayReport;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// A [ReplayAnswer] for programs.
final class ReplayJson {

    private ReplayJson() {}

    static String of(ReplayAnswer answer) {
        return AdminJson.object(out -> {
            if (answer.other().isEmpty()) {
                write(out, answer.report());
                return;
            }
            ReplayReport other = answer.other().get();
            ReplayDiff diff = ReplayDiff.of(answer.report(), other);
            out.writeObjectPropertyStart("current");
            write(out, answer.report());
            out.writeEndObject();
            out.writeObjectPropertyStart("policy");
            write(out, other);
            out.writeEndObject();
            bans(out, "only_current", diff.onlyFirst(), answer.report());
            bans(out, "only_policy", diff.onlySecond(), other);
            out.writeArrayPropertyStart("changed");
            for (ReplayDiff.Changed changed : diff.changed()) {
                out.writeStartObject();
                out.writeObjectPropertyStart("current");
                ban(out, changed.first(), answer.report());
                out.writeEndObject();
                out.writeObjectPropertyStart("policy");
                ban(out, changed.second(), other);
                out.writeEndObject();
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeNumberProperty("same", diff.same());
        });
    }

    private static void write(JsonGenerator out, ReplayReport report) {
        out.writeNumberProperty("lines", report.lines());
        out.writeNumberProperty("skipped", report.skipped());
        out.writeArrayPropertyStart("problems");
        report.problems().forEach(out::writeString);
        out.writeEndArray();
        report.first().ifPresent(first -> out.writeStringProperty("first", first.toString()));
        report.last().ifPresent(last -> out.writeStringProperty("last", last.toString()));
        out.writeNumberProperty("clients", report.clients());
        bans(out, "bans", report.bans(), report);
        out.writeArrayPropertyStart("spared");
        for (Effect.Spared spared : report.spared()) {
            out.writeStartObject();
            out.writeStringProperty("client", spared.client().toString());
            out.writeStringProperty("at", spared.at().toString());
            out.writeStringProperty("rule", spared.rule());
            out.writeStringProperty("why", spared.why());
            evidence(out, spared.evidence());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void bans(JsonGenerator out, String name, List<Effect.Banned> bans, ReplayReport report) {
        out.writeArrayPropertyStart(name);
        for (Effect.Banned banned : bans) {
            out.writeStartObject();
            ban(out, banned, report);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void ban(JsonGenerator out, Effect.Banned banned, ReplayReport report) {
        Ban ban = banned.ban();
        out.writeStringProperty("network", ban.network().toString());
        out.writeStringProperty("from", ban.from().toString());
        if (!ban.until().equals(Instant.MAX)) {
            out.writeStringProperty("until", ban.until().toString());
        }
        out.writeStringProperty("cause", ban.cause().key());
        out.writeStringProperty("rule", ban.rule());
        out.writeNumberProperty("offence", ban.offence());
        out.writeBooleanProperty("enforced", ban.enforced());
        out.writeBooleanProperty(
                "logged_in",
                report.household().keySet().stream()
                        .anyMatch(client -> ban.network().contains(client.prefix())));
        evidence(out, banned.evidence());
    }

    private static void evidence(JsonGenerator out, List<Evidence> evidence) {
        out.writeArrayPropertyStart("evidence");
        for (Evidence it : evidence) {
            out.writeStartObject();
            out.writeStringProperty("at", it.at().toString());
            out.writeStringProperty("what", it.what());
            out.writeNumberProperty("weight", it.weight());
            out.writeStringProperty("method", it.request().method());
            out.writeStringProperty("path", it.request().path());
            out.writeNumberProperty("status", it.status());
            out.writeStringProperty("agent", it.request().agent());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
