package dev.portcullis.cli;

import dev.portcullis.admin.ExplainReport;
import java.nio.file.Path;
import java.util.List;

/// What the command line starts; the wiring of the program stands behind it.
///
/// Each `int` is an exit code: 0 fine, 1 failed, 2 usage or configuration.
public interface Program {

    /// Runs the demonstration until it is stopped.
    ///
    /// @param port for https; 0 lets the system choose
    int demo(int port, Places places, Console console) throws UsageTrouble;

    /// Runs the server until it is stopped.
    int run(Places places, Console console) throws UsageTrouble;

    /// Validates the configuration and prints what is wrong with it, or what it exposes.
    int check(Places places, boolean json, Console console) throws UsageTrouble;

    /// Decides from the configuration file alone, for when no server runs.
    ExplainReport explain(ExplainQuestion question, Places places) throws UsageTrouble;

    /// Where a running server may listen for commands, likeliest first; at least one.
    List<Path> adminSockets(Places places) throws UsageTrouble;
}
