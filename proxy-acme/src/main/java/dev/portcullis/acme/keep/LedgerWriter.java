package dev.portcullis.acme.keep;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.order.OpenOrder;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The ledger of renewals as JSON; [LedgerReader] reads it.
final class LedgerWriter {

    static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private LedgerWriter(JsonGenerator json) {
        this.json = json;
    }

    static byte[] write(LedgerState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            new LedgerWriter(json).state(state);
        }
        return bytes.toByteArray();
    }

    private void state(LedgerState state) {
        json.writeStartObject();
        json.writeNumberProperty("version", VERSION);
        state.forgotten().ifPresent(moment -> moment("forgotten", moment));
        json.writeObjectPropertyStart("certificates");
        new TreeMap<>(state.certificates()).forEach((label, notes) -> {
            json.writeObjectPropertyStart(label);
            notes(notes);
            json.writeEndObject();
        });
        json.writeEndObject();
        json.writeArrayPropertyStart("events");
        state.events().forEach(this::event);
        json.writeEndArray();
        waits(state.waits());
        json.writeEndObject();
    }

    private void event(CaEvent event) {
        json.writeStartObject();
        json.writeStringProperty("kind", event.kind().name());
        json.writeStringProperty("directory", event.directory().toString());
        json.writeStringProperty("about", event.about());
        moment("at", event.at());
        if (!event.taken().equals(event.at())) {
            moment("taken", event.taken());
        }
        json.writeEndObject();
    }

    private void notes(Notes notes) {
        orders(notes.orders());
        streak(notes.streak());
        notes.issue().ifPresent(this::issue);
        notes.advice().ifPresent(this::advice);
    }

    private void orders(Notes.Orders orders) {
        json.writeArrayPropertyStart("orders");
        orders.open().values().forEach(this::order);
        json.writeEndArray();
        orders.worked().ifPresent(challenge -> json.writeStringProperty("worked", challenge.key()));
        texts("doubted", orders.doubted().stream().map(URI::toString).sorted().toList());
        waits(orders.waits());
    }

    private void waits(Map<URI, Instant> waits) {
        json.writeObjectPropertyStart("waits");
        for (Map.Entry<URI, Instant> wait : waits.entrySet()) {
            moment(wait.getKey().toString(), wait.getValue());
        }
        json.writeEndObject();
    }

    private void order(OpenOrder order) {
        json.writeStartObject();
        json.writeStringProperty("directory", order.directory().toString());
        json.writeStringProperty("url", order.url().toString());
        texts("names", order.names());
        json.writeStringProperty("key_algorithm", order.key().getPrivate().getAlgorithm());
        json.writeStringProperty("private_key", base64(order.key().getPrivate().getEncoded()));
        json.writeStringProperty("public_key", base64(order.key().getPublic().getEncoded()));
        json.writeStringProperty("challenge", order.challenge().key());
        moment("begun", order.begun());
        json.writeEndObject();
    }

    private void streak(Notes.Streak streak) {
        json.writeNumberProperty("failures", streak.failures());
        streak.last().ifPresent(at -> moment("last", at));
        streak.next().ifPresent(at -> moment("next", at));
        streak.trouble().ifPresent(this::trouble);
        json.writeStringProperty("told", streak.told());
    }

    private void trouble(AcmeTrouble trouble) {
        json.writeObjectPropertyStart("trouble");
        json.writeStringProperty("cause", trouble.cause().name());
        json.writeStringProperty("where", trouble.where());
        json.writeStringProperty("found", trouble.found());
        json.writeStringProperty("remedy", trouble.remedy());
        trouble.notBefore().ifPresent(at -> moment("not_before", at));
        json.writeEndObject();
    }

    private void issue(Notes.Issue issue) {
        json.writeObjectPropertyStart("issue");
        json.writeStringProperty("authority", issue.authority().toString());
        issue.challenge().ifPresent(challenge -> json.writeStringProperty("challenge", challenge.key()));
        moment("at", issue.at());
        json.writeEndObject();
    }

    private void advice(Notes.Advice advice) {
        json.writeObjectPropertyStart("advice");
        moment("ask_again", advice.askAgain());
        advice.window().ifPresent(window -> {
            moment("start", window.start());
            moment("end", window.end());
            moment("chosen", window.chosen());
            json.writeStringProperty("explanation", window.explanation());
        });
        json.writeEndObject();
    }

    private void moment(String name, Instant at) {
        json.writeStringProperty(name, at.toString());
    }

    private void texts(String name, Collection<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
