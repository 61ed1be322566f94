package dev.portcullis.app;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.admin.AdminJson;
import dev.portcullis.certificates.FilePair;
import dev.portcullis.cli.Console;
import dev.portcullis.cli.Escaped;
import dev.portcullis.config.Config;
import dev.portcullis.config.Config.CertificateSource;
import dev.portcullis.config.ConfigFile;
import dev.portcullis.config.Loaded;
import dev.portcullis.config.Problem;
import dev.portcullis.config.Warning;
import dev.portcullis.core.StartFailure;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// `check`: all problems of a configuration at once, or what it exposes to whom, and whom it shuts out.
final class Check {

    private final ConfigFile reader;
    private final InstantSource time;

    Check(ConfigFile reader, InstantSource time) {
        this.reader = reader;
        this.time = time;
    }

    int run(Path file, boolean json, Console console) {
        return switch (reader.load(file)) {
            case Loaded.Broken broken -> refuse(broken.problems(), json, console);
            case Loaded.Ok ok -> {
                List<String> warnings = new ArrayList<>();
                ok.warnings().stream().map(Warning::toString).forEach(warnings::add);
                List<Problem> problems = certificateProblems(file, ok.config(), warnings);
                yield problems.isEmpty()
                        ? approve(file, ok.config(), warnings, json, console)
                        : refuse(problems, json, console);
            }
        };
    }

    /// What only shows when the files that the configuration names are opened.
    private List<Problem> certificateProblems(Path file, Config config, List<String> warnings) {
        List<Problem> problems = new ArrayList<>();
        for (Config.Site site : config.sites()) {
            if (site.certificate() instanceof CertificateSource.FromFiles files) {
                try {
                    warnings.addAll(new FilePair(files.certificate(), files.key(), site.hosts())
                            .read(time.instant())
                            .warnings());
                } catch (CertificateTrouble e) {
                    problems.add(problem(file, e));
                }
            }
        }
        try {
            PlaneConfig.of(config, RunningServer.zones(config));
        } catch (StartFailure e) {
            problems.add(problem(file, e));
        }
        return problems;
    }

    private static Problem problem(Path file, Exception e) {
        return new Problem(file.toString(), 0, 0, "", String.valueOf(e.getMessage()));
    }

    private static int refuse(List<Problem> problems, boolean json, Console console) {
        if (json) {
            console.out().println(AdminJson.object(out -> {
                out.writeBooleanProperty("ok", false);
                out.writeArrayPropertyStart("problems");
                problems.forEach(problem -> write(out, problem));
                out.writeEndArray();
            }));
        } else {
            problems.forEach(problem -> console.err().println(Escaped.text(problem.toString())));
        }
        return 2;
    }

    private static void write(JsonGenerator out, Problem problem) {
        out.writeStartObject();
        out.writeStringProperty("file", problem.file());
        out.writeNumberProperty("line", problem.line());
        out.writeNumberProperty("column", problem.column());
        out.writeStringProperty("path", problem.path());
        out.writeStringProperty("message", problem.message());
        out.writeEndObject();
    }

    private static int approve(Path file, Config config, List<String> warnings, boolean json, Console console) {
        if (json) {
            console.out().println(AdminJson.object(out -> {
                out.writeBooleanProperty("ok", true);
                out.writeArrayPropertyStart("warnings");
                warnings.forEach(out::writeString);
                out.writeEndArray();
                ExposureSummary.write(config, out);
                ProtectionSummary.write(config.protection(), config.accessLog(), out);
            }));
            return 0;
        }
        warnings.forEach(warning -> console.err().println("warning: " + Escaped.text(warning)));
        console.out().println("ok: " + Escaped.text(file.toString()));
        console.out().print(ExposureSummary.text(config));
        console.out().print(ProtectionSummary.text(config.protection(), config.accessLog()));
        return 0;
    }
}
