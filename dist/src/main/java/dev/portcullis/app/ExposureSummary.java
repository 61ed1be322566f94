package dev.portcullis.app;

import dev.portcullis.cli.Escaped;
import dev.portcullis.config.Config;
import dev.portcullis.rules.Otherwise;
import dev.portcullis.rules.route.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// What a configuration exposes, and to whom, for the owner's eyes.
final class ExposureSummary {

    private ExposureSummary() {}

    static String text(Config config) {
        StringBuilder text = new StringBuilder();
        for (Config.Site site : config.sites()) {
            text.append('\n')
                    .append(Escaped.text(String.join(", ", site.hosts())))
                    .append(" -> ")
                    .append(Escaped.text(PlaneConfig.origin(site)))
                    .append('\n');
            byOrigin(site).forEach((from, names) -> {
                text.append("  to ").append(Escaped.text(from)).append(":\n");
                names.forEach(
                        name -> text.append("    ").append(Escaped.text(name)).append('\n'));
            });
            text.append("  everything else: ").append(words(site.otherwise())).append('\n');
            text.append("  certificate: ")
                    .append(Escaped.text(CertificateSummary.text(site.certificate())))
                    .append('\n');
        }
        return text.toString();
    }

    static void write(Config config, JsonGenerator out) {
        out.writeArrayPropertyStart("sites");
        for (Config.Site site : config.sites()) {
            out.writeStartObject();
            texts(out, "hosts", site.hosts());
            out.writeStringProperty("upstream", PlaneConfig.origin(site));
            out.writeArrayPropertyStart("exposed");
            for (Route route : PlaneConfig.routes(site)) {
                out.writeStartObject();
                out.writeStringProperty("rule", route.name());
                out.writeStringProperty("from", route.from().toString());
                route.rate().ifPresent(rate -> out.writeStringProperty("rate", Spelled.rate(rate)));
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeStringProperty("otherwise", words(site.otherwise()));
            CertificateSummary.write(site.certificate(), out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void texts(JsonGenerator out, String name, List<String> texts) {
        out.writeArrayPropertyStart(name);
        texts.forEach(out::writeString);
        out.writeEndArray();
    }

    private static Map<String, List<String>> byOrigin(Config.Site site) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (Route route : PlaneConfig.routes(site)) {
            names.computeIfAbsent(route.from().toString(), key -> new ArrayList<>())
                    .add(route.name()
                            + route.rate()
                                    .map(rate -> " (" + Spelled.rate(rate) + " from each client)")
                                    .orElse(""));
        }
        return names;
    }

    private static String words(Otherwise otherwise) {
        return switch (otherwise) {
            case DROP -> "drop";
            case NOT_FOUND -> "404";
            case FORBIDDEN -> "403";
        };
    }
}
