package dev.portcullis.cli;

import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.admin.AdminRequest;
import dev.portcullis.admin.CertsReport;
import dev.portcullis.admin.ExplainReport;
import dev.portcullis.admin.LedgerRoutes;
import dev.portcullis.admin.StatusReport;
import dev.portcullis.doctor.Diagnosis;
import dev.portcullis.setup.Given;
import dev.portcullis.setup.Prompt;
import dev.portcullis.setup.Setup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes down what it is asked to do.
final class FakeProgram implements Program {

    final List<String> asked = new ArrayList<>();
    final List<Path> sockets = new ArrayList<>();
    Optional<LedgerRoutes> database = Optional.empty();
    Optional<CertsReport> certificates = Optional.empty();
    ReplayAnswer replayed = ReplaySamples.ONE;

    @Override
    public int demo(int port, Places places, Console console) {
        asked.add("demo " + port + " " + places);
        return 0;
    }

    @Override
    public Setup.Done init(Given given, Prompt prompt, boolean replace, Places places) {
        asked.add("init " + given + " " + replace + " " + places);
        String answer = prompt.ask("a question:").orElse("nobody");
        return new Setup.Done(Path.of("/etc/portcullis/portcullis.yaml"), List.of("First " + answer, "Then."));
    }

    @Override
    public int run(Places places, Console console) {
        asked.add("run " + places);
        return 1;
    }

    @Override
    public int check(Places places, boolean json, Console console) throws UsageTrouble {
        asked.add("check " + json + " " + places);
        throw new UsageTrouble("portcullis.yaml:1:1: one\nportcullis.yaml:2:1: two \u001b[2J");
    }

    @Override
    public ExplainReport explain(ExplainQuestion question, Places places) {
        asked.add("explain " + question + " " + places);
        return Samples.DROPPED;
    }

    @Override
    public ReplayAnswer replay(ReplayQuestion question, Places places, Console console) {
        asked.add("replay " + question);
        return question.diff() ? ReplaySamples.TWO : replayed;
    }

    @Override
    public Diagnosis doctor(
            Places places,
            Optional<StatusReport> status,
            Optional<CertsReport> certificates,
            Consumer<String> waitingFor) {
        asked.add("doctor " + status.isPresent() + " " + certificates.isPresent());
        return new Diagnosis(List.of());
    }

    @Override
    public List<Path> adminSockets(Places places) {
        return sockets;
    }

    @Override
    public Optional<AdminAnswer> offline(
            String method, String path, Map<String, String> parameters, String body, Places places) {
        asked.add("offline " + method + " " + path);
        if (path.equals("/v1/certs")) {
            return certificates.map(report -> new AdminAnswer(200, report.toJson()));
        }
        return database.map(routes -> routes.answer(method, path, new AdminRequest(parameters, body)));
    }
}
