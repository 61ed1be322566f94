package dev.portcullis.cli;

import dev.portcullis.admin.ExplainReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes down what it is asked to do.
final class FakeProgram implements Program {

    final List<String> asked = new ArrayList<>();
    final List<Path> sockets = new ArrayList<>();

    @Override
    public int demo(int port, Places places, Console console) {
        asked.add("demo " + port + " " + places);
        return 0;
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
    public List<Path> adminSockets(Places places) {
        return sockets;
    }
}
